import type { Plan } from './design.ts'

/** What has to be observed before a store may go live. A closed list, each with its words and how to do it. */
export const testKinds = {
  sale: { of: 'lane', group: 'payments' },
  method: { of: 'method', group: 'payments' },
  totals: { of: 'lane', group: 'payments' },
  cable: { of: 'lane', group: 'faults' },
  outage: { of: 'agent', group: 'faults' },
  link: { of: 'agent', group: 'security' },
  key: { of: 'agent', group: 'security' },
  clock: { of: 'agent', group: 'security' },
  disk: { of: 'agent', group: 'security' },
  version: { of: 'agent', group: 'security' },
  card_numbers: { of: 'agent', group: 'security' },
  approval: { of: 'lane', group: 'security' },
  p2pe: { of: 'lane', group: 'security' },
} as const
export type TestKind = keyof typeof testKinds
export const allTestKinds = Object.keys(testKinds) as TestKind[]

export interface PlannedTest {
  readonly test: TestKind
  /** A lane, a method, or an agent's number. */
  readonly subject: string
}

/** Which tests a plan asks for, of these agents: those that drive its lanes. */
export function planTests({ requirements, design }: Plan, agentIds: readonly number[]): PlannedTest[] {
  const { methods, data, security } = requirements
  const asked: Readonly<Record<TestKind, boolean>> = {
    sale: true,
    method: true,
    totals: data.totals,
    cable: true,
    outage: true,
    link: true,
    key: true,
    clock: true,
    disk: true,
    version: security.leastVersion !== null,
    card_numbers: true,
    approval: security.approval,
    p2pe: security.p2pe,
  }
  const subjects = { lane: design.lanes.map(({ lane }) => lane), method: methods, agent: agentIds.map(String) }
  return allTestKinds.flatMap((test) => (asked[test] ? subjects[testKinds[test].of].map((subject) => ({ test, subject })) : []))
}

export const testKey = ({ test, subject }: PlannedTest): string => `${test} ${subject}`

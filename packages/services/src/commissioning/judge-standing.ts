import { isOlder } from '../device-health/judge-agent.ts'
import type { Plan } from './design.ts'
import type { Observation } from './observation.ts'
import type { PlannedTest, TestKind } from './plan-tests.ts'
import { isProtected, type SeenAgent, type SeenTerminal } from './seen-store.ts'
import type { AgentFact, EventRef, TestFacts } from './test-facts.ts'

/** Tests nobody has to do anything for: they say how it stands, and must still say so when it is signed. */
export const standingTests = ['link', 'key', 'clock', 'disk', 'version', 'card_numbers', 'approval', 'p2pe'] as const
export type StandingTest = (typeof standingTests)[number]
export const isStanding = (test: TestKind): test is StandingTest => standingTests.some((one) => one === test)

interface Standing extends Plan {
  readonly facts: TestFacts
  readonly planned: PlannedTest
  readonly test: StandingTest
  readonly nowMs: number
}

type Verdict = Pick<Observation, 'state' | 'figures'> & { readonly events?: readonly EventRef[] }

export function judgeStanding(standing: Standing): Observation {
  const { planned, facts, test } = standing
  const { subject } = planned
  const terminal = facts.seen.terminals.find(({ lane }) => lane === subject)
  const agent = facts.seen.agents.find(({ agentId }) => String(agentId) === subject)
  const fact = facts.agents.find(({ agentId }) => String(agentId) === subject)
  const verdict =
    test === 'approval' || test === 'p2pe'
      ? terminal && judgeTerminal(standing, terminal)
      : agent && fact && judgeAgent(standing, agent, fact)
  return { ...planned, ...(verdict ?? { state: 'waiting', figures: {} }), events: verdict?.events ?? [] }
}

function judgeTerminal({ test, nowMs }: Standing, { approvalNumber, approvalExpiresOn, p2pe }: SeenTerminal): Verdict {
  if (test === 'p2pe') return said(p2pe === 'yes', { p2pe: p2pe ?? 'not_told' })
  const today = new Date(nowMs).toISOString().slice(0, 10)
  const holds = approvalNumber !== null && approvalExpiresOn !== null && approvalExpiresOn >= today
  return said(holds, { approval: approvalNumber ?? 'none', expiresOn: approvalExpiresOn ?? 'not_told' })
}

function judgeAgent({ test, requirements, planned }: Standing, agent: SeenAgent, fact: AgentFact): Verdict {
  const { security } = requirements
  const start = fact.started === null ? [] : [fact.started]
  switch (test) {
    case 'link':
      return { ...said(agent.hubs.length > 0 && agent.hubs.every(isProtected), { hubs: agent.hubs.join(' ') }), events: start }
    case 'key': {
      if (fact.joinNumber === null) return { state: 'waiting', figures: {} }
      return { ...said(agent.state === 'active', { key: fact.keyHash, joinNumber: fact.joinNumber }), events: start }
    }
    case 'clock': {
      if (fact.clock === null) return { state: 'waiting', figures: {} }
      const offMs = Math.abs(fact.clock.recordedAtMs - fact.clock.atMs)
      return { ...said(!fact.clockTrouble && offMs <= security.clockSeconds * 1_000, { offMs }), events: [fact.clock] }
    }
    case 'disk': {
      const { diskFreeBytes: free, diskSizeBytes: size } = agent
      if (free === null || size === null || size <= 0) return { state: 'waiting', figures: {} }
      const freePercent = Math.floor((free / size) * 100)
      return said(freePercent >= security.diskFreePercent, { freePercent })
    }
    case 'version': {
      const least = security.leastVersion ?? '0.0.0'
      const { version } = agent
      // A version of another form is not judged to be older: it is none that was agreed on either.
      const isNamed = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/.test(version)
      return { ...said(isNamed && !isOlder(version, least), { version, least }), events: start }
    }
    case 'card_numbers':
      if (fact.events === 0) return { state: 'waiting', figures: {} }
      return said(fact.cardNumbers === 0, { scanned: fact.events, found: fact.cardNumbers })
    default:
      return { state: 'waiting', figures: { test: planned.test } }
  }
}

const said = (holds: boolean, figures: Observation['figures']): Verdict => ({ state: holds ? 'observed' : 'failing', figures })

import { describe, expect, it } from 'vitest'
import { Design } from './design.ts'
import { judgeAgreement } from './judge-agreement.ts'
import { judgeLanes } from './judge-lanes.ts'
import type { SeenAgent, SeenStore, SeenTerminal } from './seen-store.ts'
import { examplePlan, exampleStore, NOW } from './testing/example-store.ts'

const judge = (seen: Partial<SeenStore>) => judgeAgreement(examplePlan, { ...exampleStore, ...seen }, NOW)
const agents = (more: Partial<SeenAgent>) => exampleStore.agents.map((agent) => ({ ...agent, ...more }))
const first = (more: Partial<SeenTerminal>) => exampleStore.terminals.map((one, nth) => (nth === 0 ? { ...one, ...more } : one))

describe('what differs from what was agreed', () => {
  it('is nothing while all is as it was', () => {
    expect(judge({})).toEqual([])
    // A store that cannot be asked is not judged by what it has not told.
    expect(judge({ agents: agents({ hubs: [], connected: false, diskFreeBytes: null, diskSizeBytes: null }) })).toEqual([])
  })

  it('is each kind once, with the names of what it is about', () => {
    expect(judge({ terminals: exampleStore.terminals.slice(0, 1) })).toEqual([
      { code: 'agreed_lane_missing', what: ['2'] },
      { code: 'agreed_backup', what: ['1'] },
    ])
    const third = { ...exampleStore.terminals[0], lane: '3', terminalId: 3 } as SeenTerminal
    expect(judge({ terminals: [...exampleStore.terminals, third] })).toEqual([{ code: 'agreed_lane_extra', what: ['3'] }])
    expect(judge({ terminals: [...exampleStore.terminals, { ...third, lane: '2' }] })).toEqual([
      { code: 'agreed_lane_extra', what: ['2'] },
    ])
    expect(judge({ terminals: first({ link: 'tcp' }) })).toEqual([{ code: 'agreed_protocol', what: ['1'] }])
    expect(judge({ agents: agents({ hubs: ['https://hub.example:4000'] }) })).toEqual([
      { code: 'agreed_backup', what: ['back office'] },
    ])
    expect(judge({ methods: ['girocard', 'alipay'] })).toEqual([{ code: 'agreed_method', what: ['alipay'] }])
    expect(judge({ agents: agents({ version: '1.1.9' }) })).toEqual([{ code: 'agreed_version', what: ['back office'] }])
    expect(judge({ agents: agents({ diskFreeBytes: 1 }) })).toEqual([{ code: 'agreed_security', what: ['back office'] }])
    expect(judge({ terminals: first({ approvalExpiresOn: '2026-11-19' }) })).toEqual([{ code: 'agreed_security', what: ['1'] }])
    expect(judge({ terminals: first({ p2pe: 'no' }) })).toEqual([{ code: 'agreed_security', what: ['1'] }])
  })

  it('is a lane that takes nothing for as long as was agreed, from when it stood there', () => {
    const day = 86_400_000
    expect(judge({ terminals: first({ lastApprovedAtMs: NOW - day - 1, sinceMs: 0 }) })).toEqual([
      { code: 'agreed_silent', what: ['1'] },
    ])
    expect(judge({ terminals: first({ lastApprovedAtMs: NOW - day, sinceMs: 0 }) })).toEqual([])
    expect(judge({ terminals: first({ lastApprovedAtMs: null, sinceMs: NOW - day }) })).toEqual([])
  })
})

describe('lanes as they were drawn', () => {
  const problem = (seen: Partial<SeenStore>) => judgeLanes(examplePlan.design, { ...exampleStore, ...seen })[0]?.problem

  it('have a problem each, or none', () => {
    expect(problem({})).toBeNull()
    expect(problem({ terminals: [] })).toBe('no_terminal')
    expect(problem({ terminals: [...exampleStore.terminals, ...exampleStore.terminals] })).toBe('several_terminals')
    expect(problem({ terminals: first({ protocol: 'opi' }) })).toBe('other_protocol')
    expect(problem({ terminals: first({ link: 'tcp' }) })).toBe('other_link')
    expect(problem({ agents: agents({ connected: false }) })).toBe('agent_away')
    expect(problem({ agents: agents({ hubs: [] }) })).toBe('few_addresses')
    expect(problem({ terminals: first({ condition: 'unreachable' }) })).toBe('not_ready')
  })
})

describe('a design', () => {
  const [one] = examplePlan.design.lanes
  const problems = (more: object) => Design.safeParse({ ...examplePlan.design, ...more }).success
  it('names each lane once, and backups among them', () => {
    expect(problems({})).toBe(true)
    expect(problems({ lanes: [one, one] })).toBe(false)
    expect(problems({ lanes: [{ ...one, backupLane: '9' }] })).toBe(false)
    expect(problems({ lanes: [{ ...one, backupLane: '1' }] })).toBe(false)
    expect(problems({ backupPath: 'fibre' })).toBe(false)
    expect(problems({ lanes: [] })).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from './bounds.ts'
import { allHealthCodes, healthCodes } from './health-codes.ts'
import type { AgentFacts, SalesFacts, TerminalFacts } from './health-facts.ts'
import { isOlder } from './judge-agent.ts'
import { judgeHealth } from './judge-health.ts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const usual: SalesFacts = {
  lastApprovedAtMs: NOW - 40 * MINUTE,
  openSinceMs: null,
  weeks: 4,
  expectedSince: 0,
  approved: 0,
  declined: 0,
  usualApproved: 4_750,
  usualDeclined: 250,
  faults: 0,
}
const terminal: TerminalFacts = {
  terminalId: 1,
  storeId: 7,
  agentConnected: true,
  condition: 'ready',
  reason: null,
  code: null,
  text: null,
  conditionSinceMs: NOW - 5 * MINUTE,
  knownSerial: null,
  toldSerial: null,
  serialDiffers: false,
  unknownCount: 0,
  unknownSinceMs: null,
  needsPerson: false,
  sales: null,
}
const agent: AgentFacts = {
  agentId: 3,
  storeId: 7,
  name: 'back office',
  state: 'active',
  version: '2.8.1',
  connected: true,
  presenceSinceMs: NOW - MINUTE,
  waiting: 0,
  oldestMs: 0,
  diskFreeBytes: null,
  diskSizeBytes: null,
  vitalsAtMs: null,
  troubles: [],
  storeAgents: 1,
  storeConnected: 1,
  storeTerminals: 4,
}
const ofTerminal = (given: Partial<TerminalFacts>) => [
  ...judgeHealth({ terminals: [{ ...terminal, ...given }], agents: [], newestVersion: null }, NOW).values(),
]
const ofSales = (given: Partial<SalesFacts>, also: Partial<TerminalFacts> = {}) =>
  ofTerminal({ ...also, sales: { ...usual, ...given } }).map(({ code }) => code)
const ofAgents = (...given: Partial<AgentFacts>[]) => [
  ...judgeHealth({ terminals: [], agents: given.map((one) => ({ ...agent, ...one })), newestVersion: '2.8.1' }, NOW).values(),
]

describe('a terminal', () => {
  it('that is ready and sells as usual is well', () => {
    expect(ofTerminal({})).toEqual([])
    expect(ofSales({ approved: 190, declined: 10 })).toEqual([])
  })

  it('is unreachable or needs somebody, since it said so, with what it said', () => {
    expect(ofTerminal({ condition: 'unreachable', reason: 'port_gone' })).toMatchObject([
      { code: 'unreachable', severity: 'critical', sinceMs: NOW - 5 * MINUTE, figures: { reason: 'port_gone' } },
    ])
    expect(ofTerminal({ condition: 'unreachable', conditionSinceMs: NOW - 4_000 })).toEqual([])
    expect(ofTerminal({ condition: 'needs_action', reason: 'printer_not_ready', code: 'CC' })).toMatchObject([
      { code: 'needs_action', severity: 'warning', figures: { reason: 'printer_not_ready', code: 'CC' } },
    ])
  })

  it('is online and does not sell: by what it usually sells since its last approval, not by the clock', () => {
    expect(ofSales({ expectedSince: 12 })).toEqual(['not_selling'])
    expect(ofSales({ expectedSince: 11.9 })).toEqual([])
    // At night, or in a shop that is closed on Sundays, nothing is expected.
    expect(ofSales({ expectedSince: 0, lastApprovedAtMs: NOW - 700 * MINUTE })).toEqual([])
    // Nobody knows yet what is usual.
    expect(ofSales({ expectedSince: 50, weeks: 1 })).toEqual([])
    // A busy one that paused a moment ago.
    expect(ofSales({ expectedSince: 15, lastApprovedAtMs: NOW - 10 * MINUTE })).toEqual([])
    // What does not answer is told as that.
    expect(ofSales({ expectedSince: 50 }, { condition: 'unreachable' })).toEqual(['unreachable'])
    expect(ofSales({ expectedSince: 50 }, { agentConnected: false })).toEqual([])
  })

  it('has fewer approved than its own normal only when chance does not explain it', () => {
    expect(ofSales({ approved: 24, declined: 16 })).toEqual(['approvals_low'])
    // 3 of 29 say too little, 27 of 30 are within chance, and five points must lie between.
    expect(ofSales({ approved: 3, declined: 26 })).toEqual([])
    expect(ofSales({ approved: 27, declined: 3 })).toEqual([])
    expect(ofSales({ approved: 9_200, declined: 800 })).toEqual([])
    expect(ofSales({ approved: 8_900, declined: 1_100 })).toEqual(['approvals_low'])
  })

  it('keeps a customer waiting, has outcomes nobody knows, faults of its driver, and another serial', () => {
    expect(ofSales({ openSinceMs: NOW - 3 * MINUTE })).toEqual(['prompt_slow'])
    expect(ofSales({ openSinceMs: NOW - 2 * MINUTE })).toEqual([])
    expect(ofTerminal({ condition: 'busy', conditionSinceMs: NOW - 11 * MINUTE }).map(({ code }) => code)).toEqual([
      'prompt_slow',
    ])
    expect(ofTerminal({ unknownCount: 2, unknownSinceMs: NOW - 2 * MINUTE })).toMatchObject([
      { code: 'outcome_unknown', figures: { count: 2 } },
    ])
    expect(ofTerminal({ unknownCount: 1, unknownSinceMs: NOW - 1_000 })).toEqual([])
    expect(ofTerminal({ unknownCount: 1, unknownSinceMs: NOW - 1_000, needsPerson: true })).toHaveLength(1)
    expect(ofSales({ faults: 5 })).toEqual(['driver_fault'])
    expect(ofTerminal({ serialDiffers: true, knownSerial: 'A', toldSerial: 'B' })).toMatchObject([
      { code: 'serial_differs', severity: 'critical', figures: { known: 'A', told: 'B' } },
    ])
  })
})

describe('an agent', () => {
  const away = { connected: false, presenceSinceMs: NOW - 11_000 }

  it('that is away is that where others of its store are here, and the store is offline where none is, once', () => {
    expect(ofAgents({ ...away, storeAgents: 2 })).toMatchObject([{ code: 'agent_offline', agentId: 3, storeId: 7 }])
    const both = [
      { ...away, storeAgents: 2, storeConnected: 0 },
      { ...away, agentId: 4, storeAgents: 2, storeConnected: 0 },
    ]
    expect(ofAgents(...both, { storeId: 8 })).toMatchObject([
      { code: 'store_offline', agentId: null, terminalId: null, storeId: 7, figures: { agents: 2, terminals: 4 } },
    ])
    // Since the last of them went.
    const [store] = ofAgents(
      { ...away, storeConnected: 0, presenceSinceMs: NOW - 3_600_000 },
      { ...away, agentId: 4, storeConnected: 0 },
    )
    expect(store?.sinceMs).toBe(NOW - 11_000)
    expect(ofAgents({ ...away, presenceSinceMs: NOW - 5_000 })).toEqual([])
    expect(ofAgents({ connected: null, presenceSinceMs: null })).toEqual([])
  })

  it('tells of its own troubles, its queue, its disk and its version', () => {
    const troubles = [
      { code: 'clock_offset', sinceMs: NOW - MINUTE, detail: '3 s ahead' },
      { code: 'something_new', sinceMs: NOW, detail: 'x' },
    ]
    expect(ofAgents({ troubles }).map(({ code }) => code)).toEqual(['clock_off', 'agent_trouble'])
    expect(ofAgents({ waiting: 40, oldestMs: 6 * MINUTE })).toMatchObject([
      { code: 'outbox_waiting', sinceMs: NOW - 6 * MINUTE, figures: { waiting: 40 } },
    ])
    expect(ofAgents({ diskFreeBytes: 9, diskSizeBytes: 100 })).toMatchObject([{ code: 'disk_low', figures: { free: 0.09 } }])
    expect(ofAgents({ version: '2.8.0' })).toMatchObject([{ code: 'agent_outdated', severity: 'notice' }])
    expect(ofAgents({ state: 'locked' })).toMatchObject([{ code: 'agent_locked' }])
  })

  it('has a version that comes before another number by number', () => {
    expect([isOlder('2.8.1', '2.10.0'), isOlder('2.10.0', '2.8.1'), isOlder('2.8.1', '2.8.1'), isOlder('dev', '2.8.1')]).toEqual([
      ...[true, false, false, false],
    ])
  })
})

describe('bounds and codes', () => {
  it('hold the share between them, and come closer the more is known', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const hits = Math.round(of * share)
        const [some, more] = [wilson(hits, of), wilson(hits * 10, of * 10)]
        expect(some.low <= hits / of + 1e-9 && hits / of <= some.high + 1e-9).toBe(true)
        expect(more.high - more.low).toBeLessThan(some.high - some.low)
      }),
    )
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
    // Newcombe 1998, table I: 81 of 263 at 95 % is 0.2553–0.3662; wider at 99.5 %.
    expect(wilson(81, 263).low).toBeCloseTo(0.2348, 3)
  })

  it('fit the table of findings', () => {
    expect(allHealthCodes.every((code) => /^[a-z][a-z_]{0,39}$/.test(code) && healthCodes[code].severity !== undefined)).toBe(
      true,
    )
  })
})

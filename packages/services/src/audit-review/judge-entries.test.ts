import { describe, expect, it } from 'vitest'
import { firstRules, judgeEntries } from './judge-entries.ts'
import type { SeenEntry } from './rules/rule.ts'

/** A Friday, 13:00 in Berlin. */
const NOON = Date.UTC(2026, 10, 27, 12)
const MINUTE = 60_000

let made = 0
function entry(given: Partial<SeenEntry>): SeenEntry {
  made += 1
  const recordedAtMs = given.recordedAtMs ?? NOON + made
  return {
    id: `e${made}`,
    index: made,
    action: 'session.ended',
    outcome: 'done',
    reason: null,
    actor: { type: 'user', id: 'ada' },
    target: { type: 'person', id: 'bob' },
    actedAtMs: recordedAtMs,
    address: null,
    before: undefined,
    after: undefined,
    gaps: [],
    ...given,
    recordedAtMs,
  }
}
const found = (entries: readonly SeenEntry[], past: readonly SeenEntry[] = [], rules = firstRules) =>
  judgeEntries(rules, past, entries, []).map(({ rule, entry: { id } }) => `${rule} ${id}`)
const failed = (given: Partial<SeenEntry> = {}) => entry({ action: 'sign_in.failed', outcome: 'failed', ...given })

describe('rules', () => {
  it('find one thing each in a synthetic attack, and nothing in a quiet day', () => {
    const quiet = [
      entry({}),
      entry({ action: 'person.access_changed', before: { role: 'administrator' }, after: { role: 'administrator' } }),
      entry({ action: 'person.invited', after: { role: 'auditor' } }),
    ]
    expect(found(quiet)).toEqual([])
    const attack = [
      entry({ action: 'person.access_changed', before: { role: 'auditor' }, after: { role: 'administrator' } }),
      entry({ action: 'token.created', recordedAtMs: Date.UTC(2026, 10, 27, 22, 30) }),
      entry({ action: 'payment.outcome_decided' }),
      entry({ action: 'log.gap', outcome: 'failed' }),
      entry({ action: 'agents.heads', gaps: [{ agentId: 3, epoch: 1, first: 5, last: 9 }] }),
      entry({ actedAtMs: NOON - 2 * MINUTE, recordedAtMs: NOON }),
      entry({ action: 'log.loss_found', outcome: 'failed' }),
      entry({ action: 'card_alarm.raised' }),
      entry({ action: 'break_glass.used' }),
    ]
    expect(found(attack).map((one) => one.split(' ')[0])).toEqual([
      'new_administrator',
      'role_change_out_of_hours',
      'decided_by_hand',
      'log_gap',
      'agent_gap',
      'clock',
      'fork',
      'card_number',
      'break_glass',
    ])
  })

  it('find what is wrong with an agent’s stream: events not kept, a clock that is off, and a fork once a day', () => {
    const of = (action: string, id = '7', recordedAtMs = NOON) =>
      entry({ action, outcome: 'failed', target: { type: 'agent', id }, after: { events: 4 }, recordedAtMs })
    const day = [
      of('agent.gap'),
      of('agent.clock_off'),
      of('agent.forked'),
      of('agent.forked'),
      of('agent.disk_reset'),
      of('agent.forked', '8'),
    ]
    const rulesOf = (entries: readonly SeenEntry[], past: readonly SeenEntry[] = []) =>
      found(entries, past).map((one) => one.split(' ')[0])
    expect(rulesOf(day)).toEqual(['agent_gap', 'clock', 'fork', 'fork', 'fork'])
    expect(rulesOf([of('agent.forked', '7', NOON + 13 * 60 * MINUTE)], day)).toEqual(['fork'])
  })

  it('find failed sign-ins by account at the fifth, count anew after it, and forget old ones', () => {
    const tries = Array.from({ length: 11 }, () => failed())
    expect(found(tries)).toEqual([`failed_sign_ins ${tries[4]?.id}`, `failed_sign_ins ${tries[9]?.id}`])
    expect(found(tries.slice(4, 5), tries.slice(0, 4))).toHaveLength(1)
    const old = Array.from({ length: 4 }, () => failed({ recordedAtMs: NOON - 31 * MINUTE }))
    expect(found([failed()], old)).toEqual([])
  })

  it('find more refusals of one asker than the log tells singly', () => {
    const after = { of: 'factor.failed', refusals: 900, fromMs: NOON - 5 * MINUTE, toMs: NOON }
    const folded = entry({ action: 'access.refusals_folded', outcome: 'refused', after })
    expect(judgeEntries(firstRules, [], [folded], [])).toMatchObject([
      { rule: 'failed_sign_ins', facts: { count: 900, minutes: 5 } },
    ])
  })

  it('find failed sign-ins by address over many accounts', () => {
    const tries = Array.from({ length: 10 }, (_, at) =>
      failed({ address: '192.0.2.9', target: { type: 'person', id: `p${at}` } }),
    )
    expect(found(tries)).toEqual([`failed_sign_ins ${tries[9]?.id}`])
  })

  it('find who resolves the same thing twice, and not two people who do', () => {
    const resolved = (who: string) =>
      entry({ action: 'exception.resolved', actor: { type: 'user', id: who }, target: { type: 'exception', id: '7' } })
    const [first, other, second] = [resolved('ada'), resolved('eve'), resolved('ada')]
    expect(found([first, other, second])).toEqual([`resolved_twice ${second.id}`])
  })

  it('go by their parameters, and are silent when they are off', () => {
    const late = [entry({ action: 'token.created', recordedAtMs: Date.UTC(2026, 10, 27, 22, 30) })]
    const tokyo = { timeZone: 'Asia/Tokyo', from: 7, to: 20, weekdays: [6] }
    const set = (rule: string, change: object) => firstRules.map((one) => (one.rule === rule ? { ...one, ...change } : one))
    expect(found(late)).toHaveLength(1)
    expect(found(late, [], set('calendar', { parameters: tokyo }))).toEqual([])
    expect(found(late, [], set('role_change_out_of_hours', { enabled: false }))).toEqual([])
  })
})

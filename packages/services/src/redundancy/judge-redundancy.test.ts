import { describe, expect, it } from 'vitest'
import { eventAt, examplePlan, NOW } from '../commissioning/testing/example-store.ts'
import { type Axis, TEST_COUNTS_MS } from './axes.ts'
import { judgeRedundancy } from './judge-redundancy.ts'
import type { Shown, StoreFacts } from './store-facts.ts'

const DAY = 86_400_000
const A = 'https://hub.example:4000'
const B = 'https://backup.example:4000'

const facts: StoreFacts = {
  agreed: { design: examplePlan.design, atMs: NOW - 300 * DAY },
  agents: [{ agentId: 7, name: 'back office', connected: true, hubs: [A, B], hubsSinceMs: NOW - 20 * DAY, hubInUse: null }],
  terminals: ['1', '2'].map((lane) => ({
    terminalId: Number(lane),
    lane,
    key: `lane-${lane}`,
    model: 'P400',
    sinceMs: NOW - 250 * DAY,
  })),
  acquirers: [
    { acquirer: 'adyen', sinceMs: NOW - 400 * DAY },
    { acquirer: 'nexi', sinceMs: NOW - 40 * DAY },
  ],
  shown: [],
}

const shown = (axis: Axis, subject: string, spare: string, atMs = NOW - DAY): Shown => ({
  ...{ axis, subject, spare, kind: 'drill', drillId: 'd', shownAtMs: atMs, figures: {} },
  events: [eventAt(1, 'agent.hub_path', atMs)],
})
const all = [
  shown('hub', '7', B),
  shown('path', 'store', 'mobile'),
  shown('terminal', '1', '2'),
  shown('terminal', '2', '1'),
  shown('acquirer', 'adyen', 'adyen'),
  shown('acquirer', 'nexi', 'nexi'),
]

const states = (given: Partial<StoreFacts>, nowMs = NOW) =>
  judgeRedundancy({ ...facts, ...given }, nowMs).map(({ axis, state }) => `${axis} ${state}`)
const part = (given: Partial<StoreFacts>, axis: Axis, subject: string, nowMs = NOW) =>
  judgeRedundancy({ ...facts, ...given }, nowMs)
    .find((one) => one.axis === axis)
    ?.parts.find((one) => one.subject === subject)

describe('what a store has twice', () => {
  it('is untested until something shows each part of it', () => {
    expect(states({})).toEqual([
      'hub spare_untested',
      'path spare_untested',
      'terminal spare_untested',
      'acquirer spare_untested',
    ])
    expect(states({ shown: all })).toEqual([
      'hub spare_tested',
      'path spare_tested',
      'terminal spare_tested',
      'acquirer spare_tested',
    ])
    for (const left of all) {
      const others = all.filter((one) => one !== left)
      expect(states({ shown: others }).filter((state) => state.endsWith('untested'))).toEqual([`${left.axis} spare_untested`])
    }
  })

  it('is due again when what showed it is older than 180 days', () => {
    const old = all.map((one) => ({ ...one, shownAtMs: NOW - TEST_COUNTS_MS }))
    expect(states({ shown: old, terminals: [] }).slice(0, 2)).toEqual(['hub spare_untested', 'path spare_untested'])
    expect(part({ shown: old }, 'hub', '7')).toMatchObject({
      state: 'spare_untested',
      dueAtMs: NOW,
      shown: { shownAtMs: NOW - TEST_COUNTS_MS },
    })
    expect(part({ shown: old }, 'hub', '7', NOW - 1)).toMatchObject({ state: 'spare_tested' })
  })

  it('is not shown by what was shown of another thing', () => {
    // Another address, another line, another stand-in than there is now.
    const others = [shown('hub', '7', 'https://former.example'), shown('path', 'store', 'dsl'), shown('terminal', '1', '3')]
    expect(states({ shown: others }).slice(0, 3)).toEqual([
      'hub spare_untested',
      'path spare_untested',
      'terminal spare_untested',
    ])
    // The terminal of the lane that stands in was swapped since.
    const swapped = facts.terminals.map((one) => (one.lane === '2' ? { ...one, sinceMs: NOW - DAY / 2 } : one))
    expect(part({ shown: all, terminals: swapped }, 'terminal', '1')).toMatchObject({ state: 'spare_untested', shown: null })
    expect(part({ shown: all, terminals: swapped }, 'terminal', '2')).toMatchObject({ state: 'spare_tested' })
  })

  it('is the newest that counts', () => {
    const twice = [shown('hub', '7', B, NOW - 200 * DAY), shown('hub', '7', B, NOW - 2 * DAY)]
    expect(part({ shown: twice }, 'hub', '7')?.shown?.shownAtMs).toBe(NOW - 2 * DAY)
  })

  it('is single where there is one, and says whether it was agreed otherwise', () => {
    const agents = facts.agents.map((one) => ({ ...one, hubs: [A] }))
    expect(part({ agents }, 'hub', '7')).toMatchObject({ state: 'single', reason: 'one_address', agreedOtherwise: true })
    const design = { ...examplePlan.design, backupPath: null, hubAddresses: 1 }
    const agreed = { design, atMs: NOW }
    expect(part({ agents, agreed }, 'hub', '7')).toMatchObject({ state: 'single', agreedOtherwise: false })
    expect(part({ agreed }, 'path', 'store')).toMatchObject({ state: 'single', reason: 'no_backup_agreed', main: 'fibre' })
    expect(part({ acquirers: facts.acquirers.slice(0, 1) }, 'acquirer', 'adyen')).toMatchObject({
      state: 'single',
      reason: 'one_acquirer',
    })
    const terminals = facts.terminals.slice(0, 1)
    expect(part({ terminals, shown: all }, 'terminal', '1')).toMatchObject({
      state: 'single',
      reason: 'backup_gone',
      agreedOtherwise: true,
    })
  })

  it('is single when one of several agents has one address', () => {
    const [agent] = facts.agents
    if (agent === undefined) throw new Error('no agent')
    const agents = [agent, { ...agent, agentId: 8, hubs: [A] }]
    expect(states({ agents, shown: all })[0]).toBe('hub single')
  })

  it('is not known where nobody told or agreed', () => {
    const nothing = { agreed: null, agents: [], terminals: [], acquirers: [], shown: all }
    expect(states(nothing)).toEqual(['hub unknown', 'path unknown', 'terminal unknown', 'acquirer unknown'])
    const quiet = facts.agents.map((one) => ({ ...one, hubs: [] }))
    expect(part({ agents: quiet }, 'hub', '7')).toMatchObject({ state: 'unknown', reason: 'addresses_not_told' })
    expect(part({ agreed: null }, 'terminal', '1')).toMatchObject({ state: 'unknown', reason: 'not_agreed' })
    expect(part({ agreed: null, terminals: facts.terminals.slice(0, 1) }, 'terminal', '1')).toMatchObject({
      state: 'single',
      reason: 'one_lane',
    })
  })
})

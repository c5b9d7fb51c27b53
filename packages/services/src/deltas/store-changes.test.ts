import { describe, expect, it } from 'vitest'
import { addPresence, type ChangesByStore, revSpan } from './store-changes.ts'

describe('revisions of a delta', () => {
  it.each([
    ['one commit', [7], { fromRev: 6, rev: 7 }],
    ['several', [7, 8, 9], { fromRev: 6, rev: 9 }],
    ['told in another order', [9, 7, 8], { fromRev: 6, rev: 9 }],
    ['another hub’s commit between', [7, 9, 10], { fromRev: 8, rev: 10 }],
  ])('%s', (_what, revs, expected) => {
    expect(revSpan(new Set(revs))).toEqual(expected)
  })

  it('are raised by agents only when something changed', () => {
    const changes: ChangesByStore = new Map()
    const seen = {
      agentId: 3,
      storeId: 1,
      connected: true,
      waiting: 0,
      oldestMs: 0,
      sinceMs: 5,
      recordedAtMs: 9,
      greeting: 1,
      superseded: false,
    }
    addPresence(changes, [{ ...seen, rev: null }])
    expect(changes.size).toBe(0)
    addPresence(changes, [{ ...seen, rev: 4 }])
    addPresence(changes, [{ ...seen, connected: false, rev: 5 }])
    expect(revSpan(changes.get(1)?.revs ?? new Set())).toEqual({ fromRev: 3, rev: 5 })
    expect([...(changes.get(1)?.agents.values() ?? [])]).toMatchObject([{ agentId: 3, connected: false }])
  })
})

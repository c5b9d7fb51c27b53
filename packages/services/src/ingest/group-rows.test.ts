import { describe, expect, it } from 'vitest'
import type { BatchRows } from './batch-rows.ts'
import { groupRows } from './group-rows.ts'

const head = (seq: number) => Buffer.alloc(32, seq)
const batch = (agentId: number, firstSeq: number, lastSeq: number, prevHead = head(firstSeq - 1)): BatchRows => ({
  storeId: 1,
  agentId,
  epoch: 1,
  firstSeq,
  lastSeq,
  prevHead,
  head: head(lastSeq),
  signature: Buffer.alloc(64),
  events: [],
  payments: [],
  sales: [],
  conditions: [],
  totals: [],
  notUnderstood: [],
  reports: [],
  cardFinds: [],
})

describe('a group', () => {
  it('moves each stream from before its first batch to after its last', () => {
    const { streams } = groupRows([batch(2, 5, 6), batch(1, 1, 3), batch(2, 7, 9)])
    expect(streams.map(({ agentId, fromSeq, toSeq }) => [agentId, fromSeq, toSeq])).toEqual([
      [1, 0, 3],
      [2, 4, 9],
    ])
  })

  it('is none where a batch between two others of its agent was refused meanwhile, or is of another past', () => {
    expect(() => groupRows([batch(1, 16, 16), batch(1, 21, 21)])).toThrow(/batch 21 of agent 1 does not follow 16/)
    expect(() => groupRows([batch(1, 16, 16), batch(1, 17, 18, head(99))])).toThrow(/does not follow/)
  })
})

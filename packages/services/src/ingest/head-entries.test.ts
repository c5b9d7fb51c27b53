import { expect, it } from 'vitest'
import { headEntries } from './head-entries.ts'

const batch = (seq: number) => ({
  agentId: 2_147_483_647,
  epoch: 2_147_483_647,
  firstSeq: Number.MAX_SAFE_INTEGER - 1_000 + seq,
  lastSeq: Number.MAX_SAFE_INTEGER,
  head: Buffer.alloc(32, 0xab),
})
let made = 0
const ctx = { now: () => new Date(0), newId: () => `id ${++made}` }

it('tells every batch once, in its place, in entries that fit', () => {
  const batches = Array.from({ length: 1_001 }, (_, seq) => batch(seq))
  const entries = headEntries(ctx, batches)
  expect(entries).toHaveLength(3)
  const told = entries.flatMap(({ body }) => JSON.parse(Buffer.from(body).toString()).after.batches)
  expect(told).toEqual(
    batches.map(({ agentId, epoch, firstSeq, lastSeq, head }) => [
      String(agentId),
      epoch,
      firstSeq,
      lastSeq,
      head.toString('hex'),
    ]),
  )
  for (const { body } of entries) expect(body.length).toBeLessThan(48 * 1024)
  expect(new Set(entries.map(({ id }) => id)).size).toBe(3)
})

it('says nothing of nothing', () => {
  expect(headEntries(ctx, [])).toEqual([])
})

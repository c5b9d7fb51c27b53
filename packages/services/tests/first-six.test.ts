import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getPayment, listPayments, revealFirstSix } from '../src/payments/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { type Chain, openChain } from './reading/chain.ts'

const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)
let database: TestDatabase
let chain: Chain
let id: string

beforeAll(async () => {
  database = await openTestDatabase()
  chain = await openChain(database)
  const store = await chain.addStore({ code: '0417', country: 'DE', region: 'NRW' })
  id = await chain.pay(store, { atMs: NOW - 60_000, amountMinor: 8_420, first6: '476173' })
})
afterAll(() => database.close())

const as = (reach: Reach) => ({
  ...chain.ctx(NOW),
  actor: { kind: 'user', id: 'u1', sessionId: 's1', reach, factors: ['password', 'totp'] } as const,
})
const looks = async () =>
  (await database.pool.query(`select actor_id, target_id, body from audit_entry where action = 'card.first_six_read'`)).rows

describe('the first six digits of a card', () => {
  it('stand in no list and on no page', async () => {
    const told = [
      await getPayment(as({ kind: 'chain' }), { id }),
      await listPayments(as({ kind: 'chain' }), { filter: { scope: { kind: 'chain' } }, cursor: null, limit: 10 }),
    ]
    expect(JSON.stringify(told)).toContain(id)
    expect(JSON.stringify(told)).not.toContain('476173')
  })

  it('are told on purpose, and each look is recorded without them', async () => {
    expect(await looks()).toEqual([])
    expect(await revealFirstSix(as({ kind: 'chain' }), { id })).toEqual({ first6: '476173' })
    const recorded = await looks()
    expect(recorded).toMatchObject([{ actor_id: 'u1', target_id: id }])
    expect(recorded[0].body.toString()).not.toContain('476173')
  })

  it('are not there beyond one’s reach, and no look is recorded', async () => {
    const before = (await looks()).length
    await expect(revealFirstSix(as({ kind: 'country', country: 'FR' }), { id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await looks()).toHaveLength(before)
  })
})

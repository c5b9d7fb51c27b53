import { createHash } from 'node:crypto'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { getPayment, listPaymentChoices, listPayments, type PaymentCursor, type PaymentFilter } from '../src/payments/index.ts'
import { getStore, listScopes, listStores } from '../src/stores/index.ts'
import { type Chain, openChain, type PlacedStore } from './reading/chain.ts'

const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)
const MINUTE = 60_000
const all: WatchScope = { kind: 'chain' }

let database: TestDatabase
let chain: Chain
let store: PlacedStore
beforeEach(async () => {
  database = await openTestDatabase()
  chain = await openChain(database)
  store = await chain.addStore({ code: '0417' })
})
afterEach(() => database.close())

const list = (filter: Partial<PaymentFilter> = {}, cursor: PaymentCursor | null = null, limit = 100) =>
  listPayments(chain.ctx(NOW), { filter: { scope: all, ...filter }, cursor, limit })

describe('the list', () => {
  test('pages hold every payment once, newest first, while others come in between and share a millisecond', async () => {
    const before: string[] = []
    for (let k = 0; k < 47; k++)
      before.push(await chain.pay(store, { atMs: NOW - Math.floor(k / 4) * MINUTE, amountMinor: 100 + k }))
    const seen: { id: string; openedAtMs: number }[] = []
    let cursor: PaymentCursor | null = null
    do {
      const page = await list({}, cursor, 10)
      seen.push(...page.rows)
      cursor = page.next
      await chain.pay(store, { atMs: NOW + MINUTE, amountMinor: 1 })
      await chain.pay(store, { atMs: NOW - 5 * MINUTE, amountMinor: 2 })
    } while (cursor !== null)
    const ids = seen.map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(before.filter((id) => !ids.includes(id))).toEqual([])
    expect(seen.every((row, k) => k === 0 || (seen[k - 1]?.openedAtMs ?? 0) >= row.openedAtMs)).toBe(true)
  })

  test('months apart, one list', async () => {
    for (const atMs of [Date.UTC(2026, 8, 30, 23, 59), Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1), NOW])
      await chain.pay(store, { atMs, amountMinor: 1 })
    const first = await list({}, null, 2)
    const second = await list({}, first.next, 2)
    expect([...first.rows, ...second.rows].map((row) => new Date(row.openedAtMs).getUTCMonth())).toEqual([10, 10, 9, 8])
    expect(second.next).toBeNull()
  })

  test('narrowed by each filter', async () => {
    const cases: [string, Partial<PaymentFilter>, number][] = [
      ['lane', { lane: '1' }, 3],
      ['another lane', { lane: '9' }, 0],
      ['scheme', { scheme: 'visa' }, 1],
      ['funding', { funding: 'debit' }, 1],
      ['wallet', { wallet: 'alipay' }, 1],
      ['outcome', { outcome: 'declined' }, 1],
      ['kind', { kind: 'refund' }, 1],
      ['amount', { minMinor: 200, maxMinor: 300 }, 2],
      ['currency', { currency: 'CNY' }, 1],
      ['time', { fromMs: NOW - MINUTE, toMs: NOW + 1 }, 2],
      ['the end is exclusive', { fromMs: NOW - MINUTE, toMs: NOW }, 1],
      ['last four', { last4: '4821' }, 1],
      ['basket', { basket: '88120' }, 1],
      ['receipt', { receipt: '0713' }, 1],
      ['two together', { scheme: 'visa', outcome: 'declined' }, 0],
      ['a store without payments', { scope: { kind: 'store', storeId: 999_999 } }, 0],
      ['a quote is only a letter', { basket: "' or true --" }, 0],
    ]
    await chain.pay(store, {
      atMs: NOW,
      amountMinor: 100,
      scheme: 'visa',
      funding: 'credit',
      last4: '4821',
      basket: '88120',
      receipt: '0713',
    })
    await chain.pay(store, { atMs: NOW - MINUTE, amountMinor: 200, scheme: 'girocard', funding: 'debit', outcome: 'declined' })
    await chain.pay(store, { atMs: NOW - 2 * MINUTE, amountMinor: 300, currency: 'CNY', wallet: 'alipay', kind: 'refund' })
    for (const [by, filter, expected] of cases) expect((await list(filter)).rows, by).toHaveLength(expected)
  })

  test('what the filters offer', async () => {
    await chain.pay(store, { atMs: NOW, amountMinor: 100, scheme: 'visa', funding: 'credit' })
    await chain.pay(store, { atMs: NOW, amountMinor: 100, wallet: 'alipay' })
    expect(await listPaymentChoices(chain.ctx(NOW), { scope: all })).toEqual({
      schemes: ['visa'],
      wallets: ['alipay'],
      currencies: ['EUR'],
      lanes: ['1'],
      terminals: [],
    })
    const own = await listPaymentChoices(chain.ctx(NOW), { scope: { kind: 'store', storeId: store.storeId } })
    expect(own.terminals).toEqual([{ terminalId: store.terminalId, key: 'pos-1', lane: '1' }])
  })
})

describe('one payment', () => {
  async function tell(paymentId: string, seq: number, body: object | string) {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    const kind = typeof body === 'string' ? 'payment.rewritten' : (body as { kind: string }).kind
    await database.owner.query(
      `insert into event (store_id, agent_id, epoch, seq, at, kind, understood, terminal_id, payment_id, body, hash) values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        store.storeId,
        store.agentId,
        seq,
        new Date(NOW),
        kind,
        typeof body !== 'string',
        store.terminalId,
        paymentId,
        bytes,
        createHash('sha256').update(bytes).digest(),
      ],
    )
  }

  test('its events in order with transcript and batch, one it cannot read as it came', async () => {
    const id = await chain.pay(store, {
      atMs: NOW,
      amountMinor: 8420,
      scheme: 'girocard',
      funding: 'debit',
      last4: '4821',
      receipt: '0713',
    })
    const envelope = { v: 1, at: NOW, mono: 5, boot: id, terminal: 'pos-1', payment: id }
    await tell(id, 42, {
      ...envelope,
      kind: 'payment.finalised',
      paymentKind: 'sale',
      outcome: 'approved',
      amountMinor: 8420,
      currency: 'EUR',
      recovered: false,
      result: {},
      transcript: [{ ms: 13, direction: 'to_terminal', name: 'Authorisation', hex: '06 01' }],
    })
    await tell(id, 41, {
      ...envelope,
      kind: 'payment.opened',
      paymentKind: 'sale',
      amountMinor: 8420,
      currency: 'EUR',
      details: { basket: '88120' },
    })
    await tell(id, 43, '{"kind":"payment.rewritten","v":9}')
    await database.owner.query(
      `insert into agent_batch (agent_id, epoch, first_seq, last_seq, prev_head, head, signature) values ($1, 1, 40, 42, $2, $2, $3)`,
      [store.agentId, Buffer.alloc(32), Buffer.alloc(64, 1)],
    )
    const found = await getPayment(chain.ctx(NOW), { id })
    expect(found.events.map((event) => [event.seq, event.event?.kind ?? null, event.delivery?.firstSeq ?? null])).toEqual([
      [41, 'payment.opened', 40],
      [42, 'payment.finalised', 40],
      [43, null, null],
    ])
    expect(found.events[2]?.text).toBe('{"kind":"payment.rewritten","v":9}')
    expect(found).toMatchObject({
      row: { id, amountMinor: 8420, lane: '1', terminalKey: 'pos-1' },
      store: { code: '0417', timeZone: 'Europe/Berlin' },
      card: { last4: '4821' },
      references: { receipt: '0713' },
      terminal: { note: 'ZVT stand-in' },
      final: true,
    })
  })

  test('refunds find their sale and the sale its refunds, over months', async () => {
    const sale = await chain.pay(store, { atMs: Date.UTC(2026, 9, 31, 23, 59), amountMinor: 500 })
    const refund = await chain.pay(store, { atMs: NOW, amountMinor: 200, kind: 'refund', parent: sale })
    expect((await getPayment(chain.ctx(NOW), { id: sale })).children).toMatchObject([
      { id: refund, kind: 'refund', amountMinor: 200 },
    ])
    expect((await getPayment(chain.ctx(NOW), { id: refund })).parent).toMatchObject({ id: sale, kind: 'sale' })
  })

  test('a number nobody has', async () => {
    await expect(getPayment(chain.ctx(NOW), { id: '019a7f3c-52d1-7c40-8000-000000000000' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('stores', () => {
  test('the list knows the last approved sale', async () => {
    await chain.pay(store, { atMs: NOW - MINUTE, amountMinor: 1 })
    await chain.pay(store, { atMs: NOW, amountMinor: 1, outcome: 'declined' })
    await chain.addStore({ code: '0300' })
    const stores = await listStores(chain.ctx(NOW), { scope: all })
    expect(stores.map((each) => [each.code, each.lastSaleAtMs])).toEqual([
      ['0300', null],
      ['0417', NOW - MINUTE],
    ])
    expect((await listScopes(chain.ctx(NOW))).map((each) => each.code)).toEqual(['0300', '0417'])
  })

  test('one store: agents, terminals, changes newest first without payments in progress, bytes nobody could read', async () => {
    await database.owner.query(
      `insert into terminal_condition (terminal_id, since, until, condition, reason, agent_id, epoch, seq)
       values ($1, '2026-11-20 12:00Z', '2026-11-20 12:30Z', 'ready', null, $2, 1, 1), ($1, '2026-11-20 12:30Z', '2026-11-20 12:31Z', 'busy', null, $2, 1, 2),
         ($1, '2026-11-20 12:31Z', null, 'unreachable', 'port_gone', $2, 1, 3)`,
      [store.terminalId, store.agentId],
    )
    const body = Buffer.from(
      JSON.stringify({
        v: 1,
        at: NOW,
        mono: 1,
        boot: '019a7f3c-52d1-7c40-8000-000000000000',
        kind: 'terminal.discarded',
        terminal: 'pos-1',
        length: 12,
        head: '10 02 ##',
        why: 'bad_crc',
      }),
    )
    await database.owner.query(
      `insert into event (store_id, recorded_on, agent_id, epoch, seq, at, kind, understood, terminal_id, body, hash)
       values ($1, '2026-11-20', $2, 1, 1, $3, 'terminal.discarded', true, $4, $5, $6)`,
      [store.storeId, store.agentId, new Date(NOW), store.terminalId, body, Buffer.alloc(32)],
    )
    const found = await getStore(chain.ctx(NOW), { storeId: store.storeId })
    expect(found.changes.map((change) => [change.condition, change.untilMs === null])).toEqual([
      ['unreachable', true],
      ['ready', false],
    ])
    expect(found.discarded).toEqual([
      { terminalId: store.terminalId, key: 'pos-1', atMs: NOW, length: 12, head: '10 02 ##', why: 'bad_crc' },
    ])
    expect(found.terminals).toMatchObject([{ link: 'tcp', note: 'ZVT stand-in', agentId: store.agentId }])
    expect(found.agents).toMatchObject([{ connected: null, state: 'active' }])
    await expect(getStore(chain.ctx(NOW), { storeId: 4_000 })).rejects.toMatchObject({ code: 'not_found' })
  })
})

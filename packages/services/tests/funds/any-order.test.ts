import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkByHand, listLinkCandidates } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let anna: ServiceContext
beforeAll(async () => {
  bed = await openFundsBed()
  bed.moveTo('2026-05-12')
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  anna = { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
})
afterAll(() => bed?.[Symbol.asyncDispose]())

/** As the till's events name it. */
const TERMINAL = '52500041'

/** A day's story told piece by piece, each with a run of its own. `nth` makes its names and numbers its own. */
function pieces(nth: number) {
  const ids: Record<string, string> = {}
  const day = '2026-05-08'
  const retrieval = { reference: String(100_000 + nth), terminal: TERMINAL }
  const terse = (name: string) => async () => {
    const id = await bed.pay({ day, basket: `${name}-${nth}`, amountMinor: 700 })
    await bed.database.owner.query('update payment set retrieval_reference = $2 where id = $1', [id, retrieval.reference])
    ids[name] = id
  }
  const line = (batch: string, row: Parameters<FundsBed['settle']>[2][number]) => async () => {
    await bed.settle(`${nth}${batch}`, '2026-05-12', [row])
  }
  return {
    ids,
    async sale() {
      ids.sale = await bed.pay({ day, basket: `S-${nth}`, amountMinor: 9_000 + nth })
    },
    async refund() {
      ids.refund = await bed.pay({
        ...{ day, basket: `R-${nth}`, amountMinor: 4_000, paymentKind: 'refund' },
        ...(ids.sale === undefined ? {} : { parent: ids.sale }),
      })
    },
    saleLine: line('1', { reference: `PSP-${nth}`, merchantReference: `S-${nth}`, grossMinor: 9_000 + nth, day }),
    /** Names the sale alone: the acquirer knows no number of the refund's own. */
    refundLine: line('2', {
      ...{ kind: 'refund', reference: `PSPR-${nth}`, original: `S-${nth}`, grossMinor: -4_000, feeMinor: 0, day },
    }),
    chargeback: line('3', {
      ...{ kind: 'chargeback', reference: `PSPC-${nth}`, original: `PSP-${nth}`, grossMinor: -(9_000 + nth), feeMinor: 0, day },
    }),
    /** Sales and lines that have nothing in common but the number of the terminal. */
    terse: terse('terse'),
    terseAgain: terse('terseAgain'),
    terseLine: line('4', { reference: `PSPT-${nth}`, grossMinor: 700, feeMinor: 0, day, retrieval }),
    terseLineAgain: line('5', { reference: `PSPU-${nth}`, grossMinor: 700, feeMinor: 0, day, retrieval }),
    async reversal() {
      await bed.pay({ day, basket: `V-${nth}`, amountMinor: 9_000 + nth, parent: ids.sale ?? '', paymentKind: 'reversal' })
    },
  }
}
type Piece = Exclude<keyof ReturnType<typeof pieces>, 'ids'>

/** Where everything is in the end, with the names and numbers of the story taken off. */
async function outcome(nth: number, ids: Record<string, string>) {
  const { rows: files } = await bed.database.owner.query<{ id: string; batch: string }>(
    'select file_id as id, batch from payout where batch like $1',
    [`${nth}_`],
  )
  const named = new Map([
    ...Object.entries(ids).map(([name, id]) => [id, name] as const),
    ...files.map(({ id, batch }) => [`${id}:1`, `line ${batch.slice(String(nth).length)}`] as const),
  ])
  const plain = (text: string) => [...named].reduce((told, [id, name]) => told.replaceAll(id, name), text)
  const isMine = (text: string) => [...named.keys()].some((id) => text.includes(id))
  const { rows: links } = await bed.database.owner.query<{ link: string }>(
    `select rule || ' ' || from_id || ' ' || to_id || ' ' || amount_minor as link from funds_allocation a
     where reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)`,
  )
  const payments = await Promise.all(
    Object.entries(ids).map(async ([name, id]) => {
      const { position, exits, health, open } = await bed.payment(id)
      return `${name} ${position} ${health} ${open} ${exits}`
    }),
  )
  return {
    payments: payments.sort(),
    links: links
      .map(({ link }) => link)
      .filter(isMine)
      .map((link) => plain(link).replace(String(9_000 + nth), 'whole'))
      .sort(),
    exceptions: (await bed.exceptions())
      .map(({ key, state }) => `${key} ${state}`)
      .filter(isMine)
      .map(plain)
      .sort(),
  }
}

let told = 10
async function tell(order: readonly Piece[]) {
  told += 1
  const story = pieces(told)
  for (const piece of order) {
    await story[piece]()
    await bed.run()
  }
  return outcome(told, story.ids)
}

describe('the same in the end, whichever comes first', () => {
  it('of a refund, its sale and their lines', async () => {
    const first = await tell(['sale', 'refund', 'saleLine', 'refundLine'])
    expect(first.links).toEqual(['L2 sale line 1 whole', 'L7 refund line 2 4000'])
    expect(first.exceptions).toEqual([])
    for (const order of [
      ['sale', 'saleLine', 'refundLine', 'refund'],
      ['refundLine', 'sale', 'refund', 'saleLine'],
      ['saleLine', 'refundLine', 'sale', 'refund'],
      ['sale', 'refundLine', 'refund', 'saleLine'],
    ] as const)
      expect(await tell(order), order.join()).toEqual(first)
  })

  it('of a chargeback, and of a refund that no store made', async () => {
    const first = await tell(['sale', 'saleLine', 'refundLine', 'chargeback'])
    expect(first.exceptions).toEqual(['CHARGEBACK_NEW sale line 3 open', 'UNKNOWN_IN_STORE line 2 open'])
    expect(first.links).toEqual(['L2 sale line 1 whole', 'L7 sale line 2 -4000', 'L7 sale line 3 -whole'])
    for (const order of [
      ['chargeback', 'refundLine', 'saleLine', 'sale'],
      ['refundLine', 'sale', 'chargeback', 'saleLine'],
    ] as const)
      expect(await tell(order), order.join()).toEqual(first)
  })

  it('of a sale that its store took back and its acquirer settled', async () => {
    const first = await tell(['sale', 'reversal', 'saleLine'])
    expect(first.exceptions).toEqual(['STATUS_CONFLICT sale line 1 open'])
    expect(await tell(['sale', 'saleLine', 'reversal'])).toEqual(first)
  })

  it('of two sales, or two lines, with one retrieval reference of a terminal on a day', async () => {
    // Rows are named in the order of ids, which is not that of the story.
    const tellTerse = async (order: readonly Piece[]) => {
      const { exceptions, ...rest } = await tell(order)
      return { ...rest, exceptions: exceptions.map((text) => text.split(' ').sort().join(' ')) }
    }
    const pair = await tellTerse(['terse', 'terseLine'])
    expect(pair.links).toEqual(['L1 terse line 4 700'])
    expect(await tellTerse(['terseLine', 'terse'])).toEqual(pair)
    // Whose line it is nobody can say: not the first one's, because it came first.
    const sales = await tellTerse(['terse', 'terseAgain', 'terseLine'])
    expect(sales.links).toEqual([])
    for (const order of [
      ['terse', 'terseLine', 'terseAgain'],
      ['terseLine', 'terse', 'terseAgain'],
      ['terseLine', 'terseAgain', 'terse'],
    ] as const)
      expect(await tellTerse(order), order.join()).toEqual(sales)
    const lines = await tellTerse(['terseLine', 'terseLineAgain', 'terse'])
    for (const order of [
      ['terse', 'terseLine', 'terseLineAgain'],
      ['terseLine', 'terse', 'terseLineAgain'],
    ] as const)
      expect(await tellTerse(order), order.join()).toEqual(lines)
  })

  it('and a refund that no store made can still be linked by hand to one of another sum', async () => {
    const story = pieces(77)
    await story.sale()
    await story.saleLine()
    await story.refundLine()
    const refund = await bed.pay({
      day: '2026-05-08',
      basket: 'R-77',
      amountMinor: 3_900,
      parent: story.ids.sale ?? '',
      paymentKind: 'refund',
    })
    await bed.run()
    const { rows } = await bed.database.owner.query(`select file_id || ':1' as id from payout where batch = '772'`)
    const line = rows[0].id
    const found = await listLinkCandidates(anna, { key: `UNKNOWN_IN_STORE ${line}` })
    expect(found?.from.map(({ id }) => id)).toEqual([refund])
    await linkByHand(anna, { join: 'payment_line', from: refund, to: line, reason: 'The receipt says 39.00.' })
    await bed.run()
    expect(await bed.payment(refund)).toMatchObject({ position: 'in_payout', settled_minor: 4_000 })
    expect((await bed.exceptions()).filter(({ key }) => key === `UNKNOWN_IN_STORE ${line}`)).toEqual([])
  })
})

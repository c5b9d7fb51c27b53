import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assignException,
  changeResolutionLimit,
  confirmLink,
  decideProposal,
  getException,
  linkByHand,
  listResolutionLimits,
  noteException,
  reopenException,
  resolveException,
  undoLink,
} from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let [anna, bo]: ServiceContext[] = []
const key = { small: '', large: '' }

async function person(): Promise<ServiceContext> {
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  return { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
}

beforeAll(async () => {
  bed = await openFundsBed()
  ;[anna, bo] = [await person(), await person()]
  bed.moveTo('2026-05-12')
  await bed.settle('1', '2026-05-12', [
    { reference: 'PSP1', grossMinor: 700, day: '2026-05-08' },
    { reference: 'PSP2', grossMinor: 70_000, day: '2026-05-08' },
  ])
  await bed.run()
  const found = await bed.exceptions()
  key.small = found.find(({ key }) => key.endsWith(':1'))?.key ?? ''
  key.large = found.find(({ key }) => key.endsWith(':2'))?.key ?? ''
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const stateOf = async (which: string): Promise<string> =>
  (await bed.database.pool.query('select state from funds_exception where key = $1', [which])).rows[0].state
const as = (who: ServiceContext | undefined): ServiceContext => who ?? bed.ctx

describe('an exception', () => {
  it('is noted, assigned and resolved with a reason by one person where the sum is small, and stays so in the next run', async () => {
    await noteException(as(anna), { key: key.small, body: 'The till was offline.' })
    await assignException(as(anna), {
      key: key.small,
      to: as(bo).actor.kind === 'user' ? (as(bo).actor as { id: string }).id : null,
    })
    expect(await resolveException(as(bo), { key: key.small, resolution: 'accepted', body: 'Two euros of a market day.' })).toBe(
      'resolved',
    )
    await expect(resolveException(as(bo), { key: key.small, resolution: 'accepted', body: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await bed.run()
    expect(await stateOf(key.small)).toBe('resolved')
    const { rows } = await bed.database.pool.query('select act from funds_exception_act where key = $1 order by at, id', [
      key.small,
    ])
    expect(rows.map(({ act }) => act)).toEqual(['note', 'assign', 'resolve'])
    await reopenException(as(anna), { key: key.small, body: 'It was not.' })
    expect(await stateOf(key.small)).toBe('open')
  })

  it('above the limit takes two people, and whoever proposed is not the second', async () => {
    // Said before anybody has written a word.
    const secondOf = async (which: string) => (await getException(as(anna), { key: which })).second
    expect([await secondOf(key.small), await secondOf(key.large)]).toEqual([
      null,
      { of: 'own', amountMinor: expect.any(Number), limitMinor: 10_000, currency: 'EUR' },
    ])
    expect((await secondOf(key.large))?.amountMinor).toBeGreaterThan(10_000)
    expect(await resolveException(as(anna), { key: key.large, resolution: 'written_off', body: 'Nobody knows it.' })).toBe(
      'proposed',
    )
    await expect(decideProposal(as(anna), { key: key.large, approve: true, body: 'Yes.' })).rejects.toMatchObject({
      reason: 'same_person',
    })
    expect(await secondOf(key.large)).toBeNull()
    await decideProposal(as(bo), { key: key.large, approve: false, body: 'Ask the acquirer first.' })
    expect(await stateOf(key.large)).toBe('open')
    await resolveException(as(anna), { key: key.large, resolution: 'written_off', body: 'Asked.' })
    await decideProposal(as(bo), { key: key.large, approve: true, body: 'Seen.' })
    expect(await stateOf(key.large)).toBe('resolved')
    const { rows } = await bed.database.pool.query(
      `select action from audit_entry where action like 'exception.%' and target_id = $1 order by acted_at, id`,
      [key.large],
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'exception.proposed',
      'exception.rejected',
      'exception.proposed',
      'exception.resolved',
    ])
  })

  it('of which sum two people decide is the chain’s to say, for each currency, by whoever reaches all of it', async () => {
    await changeResolutionLimit(as(anna), { currency: 'EUR', limitMinor: 699 })
    expect(await listResolutionLimits(bed.ctx)).toEqual({ otherMinor: 10_000, limits: [{ currency: 'EUR', limitMinor: 699 }] })
    expect((await getException(as(anna), { key: key.small })).second).toMatchObject({
      of: 'own',
      amountMinor: 700,
      limitMinor: 699,
    })
    expect(await resolveException(as(anna), { key: key.small, resolution: 'accepted', body: 'Two people now.' })).toBe('proposed')
    await decideProposal(as(bo), { key: key.small, approve: false, body: 'No.' })
    await changeResolutionLimit(as(bo), { currency: 'EUR', limitMinor: 700 })
    expect(await resolveException(as(anna), { key: key.small, resolution: 'accepted', body: 'One again.' })).toBe('resolved')
    await reopenException(as(anna), { key: key.small, body: 'For what follows.' })
    const { rows } = await bed.database.pool.query(
      `select body from audit_entry where action = 'resolution_limit.changed' order by acted_at, id`,
    )
    const told = rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()))
    expect(told).toMatchObject([
      { before: { limitMinor: 10_000 }, after: { limitMinor: 699 } },
      { before: { limitMinor: 699 }, after: { limitMinor: 700 } },
    ])
    await expect(changeResolutionLimit(as(anna), { currency: 'XXX', limitMinor: 1 })).rejects.toMatchObject({ field: 'currency' })
    const part = { ...as(anna), actor: { ...as(anna).actor, reach: { kind: 'country', country: 'DE' } } } as ServiceContext
    await expect(changeResolutionLimit(part, { currency: 'EUR', limitMinor: 1 })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is no program’s to decide, and none of a store beyond one’s reach', async () => {
    await expect(noteException(bed.ctx, { key: key.small, body: 'x' })).rejects.toMatchObject({ reason: 'person_wanted' })
    const elsewhere = { ...as(anna), actor: { ...as(anna).actor, reach: { kind: 'country', country: 'FR' } } } as ServiceContext
    await expect(noteException(elsewhere, { key: key.small, body: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a link by hand', () => {
  // What two people decide is in links.test.ts.
  beforeAll(() => changeResolutionLimit(as(anna), { currency: 'EUR', limitMinor: 1_000_000 }))

  it('joins two rows, moves the money, closes what said they were apart, and taken apart is never made again by a run', async () => {
    const sale = await bed.pay({ day: '2026-05-08', basket: 'B-9', amountMinor: 700 })
    await bed.run()
    const line = key.small.split(' ').at(-1) ?? ''
    const { key: link } = await linkByHand(as(anna), {
      join: 'payment_line',
      from: sale,
      to: line,
      reason: 'The receipt says so.',
    })
    await expect(linkByHand(as(anna), { join: 'payment_line', from: sale, to: line, reason: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', settled_minor: 700 })
    expect(await stateOf(key.small)).toBe('closed')
    await undoLink(as(bo), { key: link, reason: 'The other receipt.' })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'authorised', settled_minor: null, open: true })
    expect(await stateOf(key.small)).toBe('open')
  })

  it('puts two payouts into the one line that brought both, and no more than the line holds', async () => {
    const rows = [1_000, 2_500, 400].map(async (amountMinor, at) =>
      bed.settle(`2${at}`, '2026-05-12', [{ reference: `BYHAND${at}`, grossMinor: amountMinor, feeMinor: 0, day: '2026-05-08' }]),
    )
    const [first, second, third] = await Promise.all(rows)
    const fileId = await bed.statement({
      day: '2026-05-12',
      sequence: 1,
      opening: 0,
      lines: [{ amountMinor: 3_500, text: 'SAVINGS' }],
    })
    const to = `${fileId}:1`
    const join = (payout: { payoutId: number } | undefined) =>
      linkByHand(as(anna), { join: 'payout_bank', from: String(payout?.payoutId), to, reason: 'The letter names both.' })
    const made = [(await join(first)).key, (await join(second)).key]
    await expect(join(third)).rejects.toMatchObject({ reason: 'row_taken' })
    await bed.run()
    const { rows: found } = await bed.database.pool.query(
      `select amount_minor::int4 as amount from funds_allocation where key = any($1) order by amount_minor`,
      [made],
    )
    expect(found).toEqual([{ amount: 1_000 }, { amount: 2_500 }])
    const { rows: open } = await bed.database.pool.query('select open from payout where id = any($1) order by id', [
      [first?.payoutId, second?.payoutId],
    ])
    expect(open).toEqual([{ open: false }, { open: false }])
    expect((await bed.exceptions()).filter(({ key }) => key.includes(to))).toEqual([])
  })

  it('joins a row once when two people press at the same time, and money only with money that goes the same way', async () => {
    const { payoutId } = await bed.settle('30', '2026-05-12', [
      { reference: 'RACE', grossMinor: 900, feeMinor: 0, day: '2026-05-08' },
    ])
    const lines = [
      { amountMinor: 900, text: 'A' },
      { amountMinor: -900, text: 'B' },
    ]
    const fileId = await bed.statement({ day: '2026-05-12', sequence: 2, opening: 3_500, lines })
    const join = (who: ServiceContext | undefined, position: number) =>
      linkByHand(as(who), { join: 'payout_bank', from: String(payoutId), to: `${fileId}:${position}`, reason: 'Seen.' })
    await expect(join(anna, 2)).rejects.toMatchObject({ reason: 'money_differs' })
    const both = await Promise.allSettled([join(anna, 1), join(bo, 1)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('what a run only proposes', () => {
  /** Two payouts of different days and the one line that may have brought both. */
  async function propose(n: number): Promise<{ payouts: string[]; key: string; line: string }> {
    const first = await bed.settle(`${n}1`, '2026-05-12', [
      { reference: `PR${n}1`, grossMinor: n * 1_000, feeMinor: 0, day: '2026-05-08' },
    ])
    const second = await bed.settle(`${n}2`, '2026-05-13', [
      { reference: `PR${n}2`, grossMinor: n * 2_300, feeMinor: 0, day: '2026-05-08' },
    ])
    const fileId = await bed.statement({
      day: '2026-05-13',
      sequence: n,
      opening: 0,
      lines: [{ amountMinor: n * 3_300, text: 'ADYEN' }],
    })
    await bed.run()
    const payouts = [String(first.payoutId), String(second.payoutId)]
    const asked = (await bed.exceptions()).find(({ code, key }) => code === 'AMBIGUOUS' && key.endsWith(` ${fileId}:1`))
    return { payouts, key: asked?.key ?? '', line: `${fileId}:1` }
  }
  const openOf = async (payouts: readonly string[]) =>
    (await bed.database.pool.query('select open from payout where id = any($1) order by id', [payouts])).rows.map(
      ({ open }) => open,
    )

  it('waits in the queue, and one yes joins the whole of it and ends the question', async () => {
    const { payouts, key, line } = await propose(51)
    const { proposals } = await getException(as(anna), { key })
    expect(proposals.map(({ from, to }) => [from, to])).toEqual(payouts.map((id) => [id, line]))
    expect(await openOf(payouts)).toEqual([true, true])
    const [{ link } = { link: '' }] = proposals
    await confirmLink(as(anna), { key: link, reason: 'The advice names both.' })
    await expect(confirmLink(as(bo), { key: link, reason: 'Again.' })).rejects.toMatchObject({ code: 'conflict' })
    await bed.run()
    expect(await openOf(payouts)).toEqual([false, false])
    expect(await stateOf(key)).toBe('closed')
    await expect(confirmLink(as(bo), { key: link, reason: 'Again.' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not asked again after a no', async () => {
    const { payouts, key } = await propose(61)
    const [{ link } = { link: '' }] = (await getException(as(anna), { key })).proposals
    await undoLink(as(anna), { key: link, reason: 'Another customer’s.' })
    await bed.run()
    expect(await stateOf(key)).toBe('closed')
    expect(await openOf(payouts)).toEqual([true, true])
    await bed.run()
    expect(await stateOf(key)).toBe('closed')
  })
})

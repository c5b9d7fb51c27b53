import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assignException,
  changeResolutionLimit,
  decideProposal,
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
    expect(await resolveException(as(anna), { key: key.large, resolution: 'written_off', body: 'Nobody knows it.' })).toBe(
      'proposed',
    )
    await expect(decideProposal(as(anna), { key: key.large, approve: true, body: 'Yes.' })).rejects.toMatchObject({
      reason: 'same_person',
    })
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
  it('joins two rows, moves the money, closes what said they were apart, and taken apart is never made again by a run', async () => {
    const sale = await bed.pay({ day: '2026-05-08', basket: 'B-9', amountMinor: 700 })
    await bed.run()
    const line = key.small.split(' ').at(-1) ?? ''
    const link = await linkByHand(as(anna), { join: 'payment_line', from: sale, to: line, reason: 'The receipt says so.' })
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
})

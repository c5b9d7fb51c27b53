import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isServiceError } from '../src/index.ts'
import { wholeChain } from '../src/permissions/index.ts'
import { admitToken, CreateTokenInput, createToken, listTokens, revokeToken } from '../src/tokens/index.ts'
import { type AskingBed, openAskingBed } from './asking-bed.ts'

const DAY_MS = 24 * 3_600_000
let bed: AskingBed
let maria: string
beforeAll(async () => {
  bed = await openAskingBed()
  maria = await bed.addUser('Maria Vogel')
})
afterAll(() => bed[Symbol.asyncDispose]())

const make = (given: Partial<CreateTokenInput> = {}, as = bed.as(maria)) =>
  createToken(as, { name: 'ERP', reach: wholeChain, days: 90, ...given })
let addresses = 0
const elsewhere = () => {
  addresses += 1
  return `198.51.100.${addresses}`
}
/** The token's id, or why it was refused. */
const present = async (token: string, address = elsewhere()): Promise<string> =>
  admitToken(bed.from(address), `Bearer ${token}`).then(
    ({ id }) => id,
    (error) => (isServiceError(error) ? `${error.code} ${error.reason}` : Promise.reject(error)),
  )

describe('a token', () => {
  it('has 256 bits and a prefix, is told once and kept as its SHA-256', async () => {
    const { id, token } = await make()
    expect(token).toMatch(/^cfk_[A-Za-z0-9_-]{43}$/)
    const { rows } = await bed.database.pool.query('select secret_hash from api_token where id = $1', [id])
    expect(rows[0].secret_hash).toEqual(createHash('sha256').update(token).digest())
    const listed = await listTokens(bed.as(maria))
    expect(JSON.stringify(listed)).not.toContain(token.slice(4, -4))
    expect(listed).toContainEqual(expect.objectContaining({ id, name: 'ERP', ownerName: 'Maria Vogel', ending: token.slice(-4) }))
  })

  it('is let in with the reach it was given', async () => {
    const reach = { kind: 'country', country: 'DE' } as const
    const { id, token } = await make({ name: 'Shop of Köln', reach })
    expect(await admitToken(bed.from(elsewhere()), `Bearer ${token}`)).toEqual({ id, name: 'Shop of Köln', reach })
  })

  it('is noted as used at most once a minute', async () => {
    const { id, token } = await make()
    const used = async () => (await listTokens(bed.as(maria))).find((one) => one.id === id)?.lastUsedAt?.getTime()
    expect(await used()).toBeUndefined()
    const first = bed.nowMs()
    await present(token)
    bed.pass(59_000)
    await present(token)
    expect(await used()).toBe(first)
    bed.pass(1_000)
    await present(token)
    expect(await used()).toBe(first + 60_000)
  })

  it('ends on its day, a year ahead at most', async () => {
    const { id, token } = await make({ days: 365 })
    bed.pass(365 * DAY_MS - 1)
    expect(await present(token)).toBe(id)
    bed.pass(1)
    expect(await present(token)).toBe('unauthenticated token_expired')
    expect((await listTokens(bed.as(maria))).find((one) => one.id === id)).toMatchObject({ state: 'expired' })
    for (const days of [0, 366, 1.5])
      expect(CreateTokenInput.safeParse({ name: 'x', reach: wholeChain, days }).success).toBe(false)
    await expect(
      bed.database.pool.query(`update api_token set expires_at = created_at + interval '8761 hours' where id = $1`, [id]),
    ).rejects.toThrow('api_token_check')
  })

  it('ends at once when it is revoked, and cannot be revoked into another time', async () => {
    const { id, token } = await make()
    await revokeToken(bed.as(maria), { id })
    const at = (await listTokens(bed.as(maria))).find((one) => one.id === id)?.revokedAt
    bed.pass(1_000)
    await revokeToken(bed.as(maria), { id })
    expect(await present(token)).toBe('unauthenticated token_revoked')
    expect((await listTokens(bed.as(maria))).find((one) => one.id === id)).toMatchObject({ state: 'revoked', revokedAt: at })
    expect((await bed.entries('token.revoked')).filter((entry) => entry.target_id === id)).toHaveLength(1)
  })

  it('is refused while the account it belongs to is disabled', async () => {
    const lea = await bed.addUser('Lea')
    const { id, token } = await make({}, bed.as(lea))
    await bed.database.pool.query(`update "user" set state = 'disabled', disabled_at = now() where id = $1`, [lea])
    expect(await present(token)).toBe('unauthenticated token_owner_disabled')
    expect((await listTokens(bed.as(maria))).find((one) => one.id === id)).toMatchObject({ state: 'owner_disabled' })
  })

  it('leaves who made it in the record, without its name in the part that is proved', async () => {
    const { id } = await make({ name: 'ERP of Mr Öztürk' })
    const entry = (await bed.entries('token.created')).find((one) => one.target_id === id)
    expect(entry?.body).toMatchObject({ actor: { type: 'user', id: maria }, after: { owner: maria, reach: wholeChain } })
    expect(JSON.stringify(entry?.body)).not.toContain('Öztürk')
  })
})

describe('whoever makes one', () => {
  it.each([
    ['the chain', { kind: 'chain' }],
    ['another country', { kind: 'country', country: 'FR' }],
    ['a store elsewhere', 'rennes'],
    ['a country without stores', { kind: 'country', country: 'DK' }],
  ] as const)('gives no more than they have: not %s', async (_what, given) => {
    const reach = given === 'rennes' ? ({ kind: 'stores', storeIds: [bed.koeln, bed.rennes] } as const) : given
    const german = bed.as(maria, { kind: 'country', country: 'DE' })
    await expect(make({ reach }, german)).rejects.toMatchObject({ code: 'invalid', reason: 'reach_unknown', field: 'reach' })
    expect(await make({ reach: { kind: 'stores', storeIds: [bed.koeln] } }, german)).toHaveProperty('token')
  })

  it('sees and revokes what lies in their own reach', async () => {
    const reaches = [
      wholeChain,
      { kind: 'country', country: 'DE' },
      { kind: 'region', country: 'DE', region: 'NRW' },
      { kind: 'stores', storeIds: [bed.koeln] },
      { kind: 'stores', storeIds: [bed.koeln, bed.rennes] },
    ] as const
    const made = await Promise.all(reaches.map((reach) => make({ reach })))
    const seenBy = async (reach: (typeof reaches)[number]) => {
      const listed = new Set((await listTokens(bed.as(maria, reach))).map(({ id }) => id))
      return made.map(({ id }) => listed.has(id))
    }
    expect(await Promise.all(reaches.map(seenBy))).toEqual([
      [true, true, true, true, true],
      [false, true, true, true, false],
      [false, false, true, true, false],
      [false, false, false, true, false],
      [false, false, false, true, true],
    ])
    const german = bed.as(maria, reaches[1])
    await expect(revokeToken(german, { id: made[0]?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
    await revokeToken(german, { id: made[3]?.id ?? '' })
    expect(await present(made[0]?.token ?? '')).toBe(made[0]?.id)
    expect(await present(made[3]?.token ?? '')).toBe('unauthenticated token_revoked')
  })

  it('is a person', async () => {
    await expect(make({}, bed.from('192.0.2.1'))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('wrong tokens', () => {
  const wrong = () => `cfk_${createHash('sha256').update(String(Math.random())).digest('base64url')}`

  it('are counted by address, and close it, also to a good one, until one more may be wrong', async () => {
    const { id, token } = await make()
    const address = elsewhere()
    for (let tries = 0; tries < 30; tries += 1) expect(await present(wrong(), address)).toBe('unauthenticated token_unknown')
    expect(await present(wrong(), address)).toBe('too_many token_address_closed')
    expect(await present(token, address)).toBe('too_many token_address_closed')
    expect(await present(token)).toBe(id)
    bed.pass(1_999)
    expect(await present(token, address)).toBe('too_many token_address_closed')
    bed.pass(1)
    expect(await present(token, address)).toBe(id)
    expect(await present(wrong(), address)).toBe('unauthenticated token_unknown')
    expect(await present(token, address)).toBe('too_many token_address_closed')
    bed.pass(60_000)
    expect(await present(token, address)).toBe(id)
  })

  it('are no more than thirty of a hundred at the same moment', async () => {
    const address = elsewhere()
    const answers = await Promise.all(Array.from({ length: 100 }, () => present(wrong(), address)))
    expect(answers.filter((answer) => answer === 'unauthenticated token_unknown')).toHaveLength(30)
  })

  it('are what is no token at all, too', async () => {
    for (const header of ['Basic dTpw', 'Bearer', 'Bearer cfk_short', `Bearer ${'x'.repeat(9_000)}`])
      await expect(admitToken(bed.from(elsewhere()), header)).rejects.toMatchObject({ reason: 'token_unknown' })
  })

  it('stand in the record; an old one that goes on trying does so once a minute and closes nothing', async () => {
    const { id, token } = await make()
    await revokeToken(bed.as(maria), { id })
    const address = elsewhere()
    for (let tries = 0; tries < 30; tries += 1) expect(await present(token, address)).toBe('unauthenticated token_revoked')
    const refusals = (await bed.entries('token.refused')).filter((entry) => entry.target_id === id)
    expect(refusals).toMatchObject([{ outcome: 'refused', body: { reason: 'token_revoked' } }])
  })
})

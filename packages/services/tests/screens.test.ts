import { createHash } from 'node:crypto'
import { subscribeToChanges } from '@counterfoil/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isServiceError } from '../src/index.ts'
import { type Reach, wholeChain } from '../src/permissions/index.ts'
import {
  claimPairing,
  findScreen,
  listScreens,
  openPairing,
  pairScreen,
  revokeScreen,
  screenCookieNames,
} from '../src/screens/index.ts'
import { type AskingBed, openAskingBed } from './asking-bed.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
let bed: AskingBed
let maria: string
beforeAll(async () => {
  bed = await openAskingBed()
  maria = await bed.addUser('Maria Vogel')
})
afterAll(() => bed[Symbol.asyncDispose]())

let addresses = 0
const elsewhere = () => {
  addresses += 1
  return `198.51.100.${addresses}`
}
const open = (claim: string | null = null, address = elsewhere()) => openPairing(bed.from(address), claim)
const pair = (code: string, reach: Reach = wholeChain, as = bed.as(maria)) => pairScreen(as, { code, name: 'OPS-02', reach })
const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error) => (isServiceError(error) ? `${error.code} ${error.reason}` : Promise.reject(error)),
  )
const claim = (held: string) => claimPairing(bed.from('198.51.100.1'), held)
const find = (secret: string) => findScreen(bed.from('198.51.100.1'), `${screenCookieNames.plain}=${secret}`)

/** The way a screen goes: code, claim, secret. */
async function paired(reach: Reach = wholeChain): Promise<{ id: string; secret: string }> {
  const opened = await open()
  const { id } = await pair(opened.code, reach)
  const answer = await claim(opened.claim)
  if (answer.state !== 'paired') throw new Error(`the screen was told: ${answer.state}`)
  return { id, secret: answer.secret }
}

describe('a screen', () => {
  it('gets a secret once an administrator has typed its code, and only once', async () => {
    const opened = await open()
    expect(opened.code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
    expect(await claim(opened.claim)).toEqual({ state: 'waiting' })
    // As people type: small letters, without the dash.
    const { id } = await pair(` ${opened.code.toLowerCase().replace('-', '  ')}`)
    expect(await listScreens(bed.as(maria))).toContainEqual(expect.objectContaining({ id, state: 'awaited', lastSeenAt: null }))
    const answers = await Promise.all([claim(opened.claim), claim(opened.claim), claim(opened.claim)])
    expect(answers.map(({ state }) => state).sort()).toEqual(['over', 'over', 'paired'])
    const secret = answers.flatMap((answer) => (answer.state === 'paired' ? [answer.secret] : []))[0] ?? ''
    expect(await find(secret)).toMatchObject({ screenId: id, access: { role: 'wall_screen', reach: wholeChain } })
    expect(await claim(opened.claim)).toEqual({ state: 'over' })
  })

  it('sees as far as it was given', async () => {
    const reach = { kind: 'stores', storeIds: [bed.rennes] } as const
    expect((await find((await paired(reach)).secret))?.access.reach).toEqual(reach)
  })

  it('keeps the SHA-256 of its secret, of the code and of the claim', async () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest()
    const opened = await open()
    const { id } = await pair(opened.code)
    const answer = await claim(opened.claim)
    const { rows } = await bed.database.pool.query(
      'select w.secret_hash, p.code_hash, p.claim_hash from wall_screen w join screen_pairing p on p.screen_id = w.id where w.id = $1',
      [id],
    )
    const secret = answer.state === 'paired' ? answer.secret : ''
    expect(rows).toEqual([{ secret_hash: sha256(secret), code_hash: sha256(opened.code), claim_hash: sha256(opened.claim) }])
  })

  it('is noted as seen at most once a minute, and ends after a year', async () => {
    const { id, secret } = await paired()
    const seen = async () => (await listScreens(bed.as(maria))).find((one) => one.id === id)?.lastSeenAt?.getTime()
    const first = bed.nowMs()
    await find(secret)
    bed.pass(59_000)
    await find(secret)
    expect(await seen()).toBe(first)
    bed.pass(1_000)
    await find(secret)
    expect(await seen()).toBe(first + MINUTE_MS)
    bed.pass(365 * DAY_MS)
    expect(await find(secret)).toBeNull()
    expect((await listScreens(bed.as(maria))).find((one) => one.id === id)).toMatchObject({ state: 'expired' })
  })

  it('is nobody after it was revoked, which every hub hears', async () => {
    const { id, secret } = await paired()
    const heard: unknown[] = []
    const listening = Promise.withResolvers<void>()
    const told = Promise.withResolvers<void>()
    await using _subscription = subscribeToChanges(
      bed.database.url,
      (change) => {
        heard.push(change)
        told.resolve()
      },
      listening.resolve,
    )
    await listening.promise
    await revokeScreen(bed.as(maria), { id })
    await told.promise
    expect(heard).toEqual([{ entity: 'screen', id }])
    expect(await find(secret)).toBeNull()
    await revokeScreen(bed.as(maria), { id })
    expect((await bed.entries('screen.revoked')).filter((entry) => entry.target_id === id)).toHaveLength(1)
  })

  it('that was revoked before it came gets nothing', async () => {
    const opened = await open()
    const { id } = await pair(opened.code)
    await revokeScreen(bed.as(maria), { id })
    expect(await claim(opened.claim)).toEqual({ state: 'over' })
  })
})

describe('a code', () => {
  it('is good for ten minutes, to be typed and to be fetched', async () => {
    const [late, inTime] = [await open(), await open()]
    bed.pass(10 * MINUTE_MS - 1)
    const { id } = await pair(inTime.code)
    bed.pass(1)
    expect(await why(pair(late.code))).toBe('invalid code_expired')
    expect(await claim(late.claim)).toEqual({ state: 'over' })
    expect(await claim(inTime.claim)).toEqual({ state: 'over' })
    bed.pass(10 * MINUTE_MS)
    expect((await listScreens(bed.as(maria))).find((one) => one.id === id)).toMatchObject({ state: 'never_came' })
  })

  it('is good once, also for two at the same moment', async () => {
    const opened = await open()
    const lea = await bed.addUser('Lea')
    const answers = await Promise.all([why(pair(opened.code)), why(pair(opened.code, wholeChain, bed.as(lea)))])
    expect(answers.sort()).toEqual(['done', 'invalid code_used'])
    expect(await why(pair(opened.code))).toBe('invalid code_used')
  })

  it('stays good beside the next one that the same screen shows', async () => {
    const before = await open()
    bed.pass(5 * MINUTE_MS)
    const after = await open(before.claim)
    expect(after.claim).toBe(before.claim)
    expect(after.code).not.toBe(before.code)
    await pair(before.code)
    expect(await claim(after.claim)).toMatchObject({ state: 'paired' })
  })

  it('cannot be asked for with a claim of somebody’s own', async () => {
    const planted = 'a'.repeat(43)
    expect((await open(planted)).claim).not.toBe(planted)
    const old = await open()
    bed.pass(10 * MINUTE_MS)
    expect((await open(old.claim)).claim).not.toBe(old.claim)
  })

  it('is asked for sixty times at once from one address at most, then every five seconds', async () => {
    const address = elsewhere()
    for (let asked = 0; asked < 60; asked += 1) await open(null, address)
    expect(await why(open(null, address))).toBe('too_many too_often')
    expect(await why(open())).toBe('done')
    bed.pass(5_000)
    expect(await why(open(null, address))).toBe('done')
    expect(await why(open(null, address))).toBe('too_many too_often')
  })
})

describe('whoever types a code', () => {
  it('may guess ten times, then no code is taken from them for half an hour, not even a right one', async () => {
    const lea = await bed.addUser('Lea')
    for (let tries = 0; tries < 10; tries += 1) {
      const guess = tries % 2 === 0 ? 'ABCD-EFGH' : 'no code'
      expect(await why(pair(guess, wholeChain, bed.as(lea)))).toBe('invalid code_unknown')
    }
    const opened = await open()
    expect(await why(pair(opened.code, wholeChain, bed.as(lea)))).toBe('too_many pairing_locked')
    expect(await why(pair(opened.code))).toBe('done')
    bed.pass(30 * MINUTE_MS)
    expect(await why(pair((await open()).code, wholeChain, bed.as(lea)))).toBe('done')
    const refused = (await bed.entries('screen.paired')).filter(({ outcome }) => outcome === 'refused')
    expect(refused.filter(({ body }) => body.reason === 'code_unknown')).toHaveLength(10)
  })

  it('has ten guesses also when they come at the same moment', async () => {
    const lea = await bed.addUser('Lea')
    const answers = await Promise.all(Array.from({ length: 40 }, () => why(pair('ABCD-EFGH', wholeChain, bed.as(lea)))))
    expect(answers.filter((answer) => answer === 'invalid code_unknown')).toHaveLength(10)
  })

  it('gives no more than they have, and sees and revokes no more', async () => {
    const german = bed.as(maria, { kind: 'country', country: 'DE' })
    const opened = await open()
    expect(await why(pair(opened.code, wholeChain, german))).toBe('invalid reach_unknown')
    expect(await why(pair(opened.code, { kind: 'stores', storeIds: [bed.rennes] }, german))).toBe('invalid reach_unknown')
    const { id } = await pair(opened.code, { kind: 'country', country: 'DE' }, german)
    const chain = await paired()
    const listed = (await listScreens(german)).map((one) => one.id)
    expect(listed).toContain(id)
    expect(listed).not.toContain(chain.id)
    expect(await why(revokeScreen(german, { id: chain.id }))).toBe('not_found undefined')
    expect(await find(chain.secret)).not.toBeNull()
  })

  it('is a person', async () => {
    expect(await why(pair((await open()).code, wholeChain, bed.from('192.0.2.1')))).toBe('forbidden undefined')
  })
})

describe('a cookie', () => {
  it('with the prefix of secure pages goes before a plain one that somebody else put there', async () => {
    const [own, planted] = [await paired(), await paired()]
    const cookie = `${screenCookieNames.plain}=${planted.secret}; ${screenCookieNames.secure}=${own.secret}`
    expect((await findScreen(bed.from('198.51.100.1'), cookie))?.screenId).toBe(own.id)
  })

  it.each([
    undefined,
    '',
    'x',
    `${screenCookieNames.plain}=`,
    `${screenCookieNames.plain}=${'a'.repeat(43)}`,
    `${screenCookieNames.plain}=\u0000`,
  ])('%j is nobody’s', async (cookie) => {
    expect(await findScreen(bed.from('198.51.100.1'), cookie)).toBeNull()
  })
})

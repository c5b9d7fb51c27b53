import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import {
  decideReviewItem,
  dueAccessReview,
  exportAccessReview,
  getAccessReview,
  keepReviewRest,
  listAccessReviews,
  openAccessReview,
  type ReviewItem,
  signAccessReview,
} from '../src/access-reviews/index.ts'
import { acknowledgeBreakGlass, invitePerson, listOpenBreakGlass } from '../src/people/index.ts'
import { createToken } from '../src/tokens/index.ts'
import { newId } from './ingest-bed.ts'
import { changesDuring, DAY_MS, openPeopleBed, type PeopleBed, START } from './people-bed.ts'

const kit = { kind: 'chain' } as const
let bed: PeopleBed
let ada: string
let ben: string
let otto: string
let paula: string
beforeEach(async () => {
  await bed?.close()
  bed = await openPeopleBed()
  ada = await bed.addPerson({ name: 'Ada', role: 'administrator' })
  ben = await bed.addPerson({ name: 'Ben', role: 'administrator' })
  otto = await bed.addPerson({ name: '=Otto', role: 'operations', lastSeenAt: new Date(START - 3 * DAY_MS) })
  paula = await bed.addPerson({ name: 'Paula', role: 'auditor' })
})
afterAll(() => bed.close())

const reason = 'still works here'
const read = (id: string) => getAccessReview(bed.as(paula), { id })
const find = (items: readonly ReviewItem[], subjectId: string) => items.find((item) => item.subjectId === subjectId) as ReviewItem
const itemOf = async (id: string, subjectId: string) => find((await read(id)).items, subjectId)
const decide = async (by: string, id: string, subjectId: string, decision: 'keep' | 'remove' = 'keep') =>
  decideReviewItem(bed.as(by), { itemId: (await itemOf(id, subjectId)).id, decision, reason })
/** Everything kept, Ada's own by Ben. */
async function decideAll(id: string): Promise<string> {
  await keepReviewRest(bed.as(ada), { id, reason })
  await decide(ben, id, ada)
  return (await read(id)).statement?.hash ?? ''
}
async function addScreen(name: string): Promise<string> {
  const id = newId()
  await bed.database.pool.query(
    `insert into wall_screen (id, name, paired_by, paired_at, expires_at, reach) values ($1, $2, $3, $4, $5, 'chain')`,
    [id, name, ada, new Date(START - DAY_MS), new Date(START + DAY_MS)],
  )
  return id
}
async function addBreakGlass(usedAt: Date): Promise<string> {
  const id = newId()
  await bed.database.pool.query(`insert into break_glass (id, used_at, reason) values ($1, $2, 'lost the key')`, [id, usedAt])
  return id
}

describe('an access review', () => {
  it('has everybody and everything that gives access, as it was when it was opened', async () => {
    const token = await createToken(bed.as(ben), { name: 'till export', reach: kit, days: 30 })
    const screen = await addScreen('lobby')
    const glass = await addBreakGlass(new Date(START - 10 * DAY_MS))
    const link = await invitePerson(bed.as(ada), { email: 'new@chain.example', role: 'finance', reach: kit })
    const { id } = await openAccessReview(bed.as(ada))
    await bed.database.pool.query(`update "user" set role = 'technician' where id = $1`, [otto])
    const review = await read(id)
    expect(review.items.map(({ kind }) => kind).sort()).toEqual(
      ['break_glass', 'invitation', 'person', 'person', 'person', 'person', 'screen', 'token'].sort(),
    )
    expect(find(review.items, otto)).toMatchObject({
      kind: 'person',
      name: '=Otto',
      facts: {
        state: 'active',
        role: 'operations',
        reach: kit,
        lastSeenAtMs: START - 3 * DAY_MS,
        password: true,
        authenticator: true,
        passkeys: 1,
      },
    })
    expect(find(review.items, token.id)).toMatchObject({ kind: 'token', name: 'till export', detail: 'Ben', personId: ben })
    expect(find(review.items, screen)).toMatchObject({ kind: 'screen', name: 'lobby', detail: 'Ada' })
    expect(find(review.items, glass)).toMatchObject({ kind: 'break_glass', name: 'lost the key' })
    expect(find(review.items, link.id)).toMatchObject({ name: 'new@chain.example', facts: { role: 'finance' } })
    expect(await bed.acts(id)).toMatchObject([{ action: 'access_review.opened', actor: ada, body: { after: { items: 8 } } }])
  })

  it('is one at a time', async () => {
    const tries = await Promise.allSettled([openAccessReview(bed.as(ada)), openAccessReview(bed.as(ben))])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(openAccessReview(bed.as(ben))).rejects.toMatchObject({ code: 'conflict', reason: 'review_open' })
  })

  it('shows what appeared after it was opened, and leaves it to the next one', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const late = await bed.addPerson({ name: 'Lena', role: 'technician' })
    const glass = await addBreakGlass(new Date(START + 1_000))
    const { newSince, items } = await read(id)
    expect(newSince.map(({ subjectId }) => subjectId).sort()).toEqual([late, glass].sort())
    expect(items).toHaveLength(4)
    await signAccessReview(bed.as(paula), { id, statementHash: await decideAll(id) })
    expect((await read(id)).newSince).toEqual([])
    bed.nowMs = START + DAY_MS
    const next = await openAccessReview(bed.as(ada))
    const nextItems = (await read(next.id)).items.map(({ subjectId }) => subjectId)
    expect(nextItems).toEqual(expect.arrayContaining([late, glass]))
  })

  it('is for those who reach the whole chain', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const { id: itemId } = await itemOf(id, otto)
    const part = { kind: 'country', country: 'DE' } as const
    const [admin, auditor] = [bed.as(ben, part), bed.as(paula, part)]
    for (const ask of [
      () => listAccessReviews(auditor),
      () => dueAccessReview(auditor),
      () => getAccessReview(auditor, { id }),
      () => exportAccessReview(auditor, { id }),
      () => openAccessReview(admin),
      () => decideReviewItem(admin, { itemId, decision: 'remove', reason }),
      () => keepReviewRest(admin, { id, reason }),
      () => signAccessReview(auditor, { id, statementHash: '0'.repeat(64) }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'forbidden', reason: 'whole_chain_only' })
    expect(await bed.row(otto)).toMatchObject({ state: 'active' })
  })
})

describe('a decision in an access review', () => {
  it('is nobody’s about themselves, nor about a token of their own', async () => {
    const token = await createToken(bed.as(ada), { name: 'own', reach: kit, days: 30 })
    const { id } = await openAccessReview(bed.as(ada))
    for (const own of [ada, token.id])
      await expect(decide(ada, id, own)).rejects.toMatchObject({ code: 'forbidden', reason: 'own_item' })
    expect(await keepReviewRest(bed.as(ada), { id, reason })).toEqual({ kept: 3 })
    expect((await itemOf(id, ada)).decisions).toEqual([])
    await decide(ben, id, ada)
    expect((await itemOf(id, ada)).decisions).toMatchObject([{ decision: 'keep', reason, by: { id: ben, name: 'Ben' } }])
  })

  it('to remove somebody disables them and ends their sessions at once', async () => {
    const session = await bed.addSession(otto)
    const { id } = await openAccessReview(bed.as(ada))
    const heard = await changesDuring(bed, () => decide(ada, id, otto, 'remove'))
    expect(await bed.row(otto)).toMatchObject({ state: 'disabled' })
    expect((await bed.database.pool.query('select from session where user_id = $1', [otto])).rowCount).toBe(0)
    expect(heard).toContainEqual({ entity: 'user', id: otto })
    expect((await bed.acts(session)).map(({ action }) => action)).toEqual(['session.ended'])
    expect((await bed.acts(otto)).map(({ action }) => action)).toContain('person.disabled')
    expect((await bed.acts(id)).at(-1)).toMatchObject({
      action: 'access_review.decided',
      actor: ada,
      body: { after: { subject: otto, decision: 'remove' } },
    })
  })

  it('to remove a token, a screen or an invitation takes it back at once', async () => {
    const token = await createToken(bed.as(ben), { name: 'old', reach: kit, days: 30 })
    const screen = await addScreen('old')
    const link = await invitePerson(bed.as(ada), { email: 'new@chain.example', role: 'finance', reach: kit })
    const { id } = await openAccessReview(bed.as(ada))
    for (const subject of [token.id, screen, link.id]) await decide(ada, id, subject, 'remove')
    const { rows } = await bed.database.pool.query(
      `select revoked_at is not null as gone from api_token union all select revoked_at is not null from wall_screen
       union all select revoked_at is not null from setup_link`,
    )
    expect(rows).toEqual([{ gone: true }, { gone: true }, { gone: true }])
  })

  it('that cannot be carried out leaves nothing behind', async () => {
    const glass = await addBreakGlass(new Date(START - DAY_MS))
    const link = await invitePerson(bed.as(ada), { email: 'new@chain.example', role: 'finance', reach: kit })
    const { id } = await openAccessReview(bed.as(ada))
    await bed.database.pool.query('update setup_link set used_at = $2 where id = $1', [link.id, new Date(START)])
    await expect(decide(ada, id, glass, 'remove')).rejects.toMatchObject({ code: 'invalid', reason: 'nothing_to_remove' })
    await expect(decide(ada, id, link.id, 'remove')).rejects.toMatchObject({ code: 'conflict', reason: 'invitation_used' })
    expect((await read(id)).decided).toBe(0)
    expect((await bed.acts(id)).map(({ action }) => action)).toEqual(['access_review.opened'])
  })

  it('to keep may be changed to remove, and not back', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    await decide(ada, id, otto)
    await decide(ben, id, otto, 'remove')
    await expect(decide(ada, id, otto)).rejects.toMatchObject({ code: 'conflict', reason: 'item_removed' })
    expect((await itemOf(id, otto)).decisions.map(({ decision }) => decision)).toEqual(['keep', 'remove'])
    expect(await listAccessReviews(bed.as(paula))).toMatchObject([{ id, items: 4, decided: 1, removed: 1, signedAt: null }])
  })
})

describe('the signature under an access review', () => {
  it('is not given while anything is undecided', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    await keepReviewRest(bed.as(ada), { id, reason })
    expect((await read(id)).statement).toBeNull()
    const sign = signAccessReview(bed.as(paula), { id, statementHash: '0'.repeat(64) })
    await expect(sign).rejects.toMatchObject({ code: 'conflict', reason: 'review_undecided' })
  })

  it('is not given by anybody who decided in it, also when another decision counts', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    await decide(ben, id, otto)
    await decide(ada, id, otto, 'remove')
    const statementHash = await decideAll(id)
    await bed.database.pool.query(`update "user" set role = 'auditor' where id = $1`, [ben])
    const sign = signAccessReview(bed.as(ben), { id, statementHash })
    await expect(sign).rejects.toMatchObject({ code: 'forbidden', reason: 'decided_oneself' })
  })

  it('is under the statement that was read, and no other', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const statementHash = await decideAll(id)
    await decide(ben, id, otto, 'remove')
    const sign = signAccessReview(bed.as(paula), { id, statementHash })
    await expect(sign).rejects.toMatchObject({ code: 'conflict', reason: 'statement_changed' })
  })

  it('keeps the statement and its hash, and the record has the hash', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const statementHash = await decideAll(id)
    await signAccessReview(bed.as(paula), { id, statementHash })
    const { rows } = await bed.database.pool.query('select statement, signed_by from access_review_signature')
    expect(createHash('sha256').update(rows[0].statement).digest('hex')).toBe(statementHash)
    const statement = JSON.parse(rows[0].statement.toString())
    expect(statement.items).toHaveLength(4)
    expect(statement.items.find(({ subject }: { subject: string }) => subject === ada)).toMatchObject({
      kind: 'person',
      facts: { role: 'administrator' },
      decisions: [{ decision: 'keep', reason, by: ben }],
    })
    expect(rows[0].statement.toString()).not.toContain('@')
    expect((await bed.acts(id)).at(-1)).toMatchObject({
      action: 'access_review.signed',
      actor: paula,
      body: { after: { statement: statementHash } },
    })
    expect(await read(id)).toMatchObject({ signed: { by: 'Paula' }, statement: { hash: statementHash } })
  })

  it('ends all change, for every verb and for the application’s own role in the database', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const { id: itemId } = await itemOf(id, otto)
    await signAccessReview(bed.as(paula), { id, statementHash: await decideAll(id) })
    const signed = { code: 'conflict', reason: 'review_signed' }
    await expect(decideReviewItem(bed.as(ada), { itemId, decision: 'remove', reason })).rejects.toMatchObject(signed)
    await expect(keepReviewRest(bed.as(ada), { id, reason })).rejects.toMatchObject(signed)
    await expect(signAccessReview(bed.as(paula), { id, statementHash: '0'.repeat(64) })).rejects.toMatchObject(signed)
    const { pool, owner } = bed.database
    for (const table of ['access_review', 'access_review_item', 'access_review_decision', 'access_review_signature']) {
      await expect(pool.query(`delete from ${table}`)).rejects.toThrow('permission denied')
      await expect(owner.query(`delete from ${table}`)).rejects.toThrow('insert-only')
      await expect(owner.query(`truncate ${table} cascade`)).rejects.toThrow('insert-only')
    }
    await expect(pool.query(`update access_review_decision set decision = 'remove'`)).rejects.toThrow('permission denied')
    await expect(owner.query(`update access_review_decision set decision = 'remove'`)).rejects.toThrow('insert-only')
    const add = `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by) values ($1, $2, 'keep', 'x', now(), $3)`
    await expect(pool.query(add, [newId(), itemId, ben])).rejects.toThrow('a signed review is finished')
    const addItem = `insert into access_review_item (id, review_id, kind, subject_id, facts) values ($1, $2, 'screen', 'x', '{}')`
    await expect(pool.query(addItem, [newId(), id])).rejects.toThrow('a signed review is finished')
  })

  it('and decisions are refused by the database itself where they may not be', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    const own = await itemOf(id, ada)
    const { pool } = bed.database
    const add = `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by) values ($1, $2, 'keep', 'x', now(), $3)`
    await expect(pool.query(add, [newId(), own.id, ada])).rejects.toThrow('nobody decides about themselves')
    const sign = `insert into access_review_signature values ($1, now(), $2, 'x', sha256('x'))`
    await expect(pool.query(sign, [id, paula])).rejects.toThrow('when every item is decided')
    await decideAll(id)
    await expect(pool.query(sign, [id, ben])).rejects.toThrow('whoever decided does not sign')
  })
})

describe('a chain with one administrator', () => {
  const disableBen = () =>
    bed.database.pool.query(`update "user" set state = 'disabled', disabled_at = $2 where id = $1`, [ben, new Date(START)])

  it('finishes its review: who signs keeps, by signing and in their own name, what nobody else can decide about', async () => {
    const token = await createToken(bed.as(ada), { name: 'own', reach: kit, days: 30 })
    await disableBen()
    const { id } = await openAccessReview(bed.as(ada))
    expect((await read(id)).statement).toBeNull()
    await keepReviewRest(bed.as(ada), { id, reason })
    const shown = await read(id)
    const own = [(await itemOf(id, ada)).id, (await itemOf(id, token.id)).id]
    expect([...shown.forSigner].sort()).toEqual(own.sort())
    const theirs = (text: string) =>
      JSON.parse(text).items.filter(({ subject }: { subject: string }) => [ada, token.id].includes(subject))
    const confirmed = { decisions: [{ decision: 'keep', by: 'signer' }] }
    expect(theirs(shown.statement?.text ?? '')).toMatchObject([confirmed, confirmed])

    await signAccessReview(bed.as(paula), { id, statementHash: shown.statement?.hash ?? '' })
    const signed = await read(id)
    expect(signed).toMatchObject({ signed: { by: 'Paula' }, decided: 5, forSigner: [], statement: shown.statement })
    expect(find(signed.items, ada).decisions).toMatchObject([{ decision: 'keep', by: { id: paula }, withSignature: true }])
    expect(find(signed.items, otto).decisions).toMatchObject([{ decision: 'keep', by: { id: ada }, withSignature: false }])
    expect((await bed.acts(id)).at(-1)).toMatchObject({
      action: 'access_review.signed',
      actor: paula,
      body: { after: { confirmed: 2 } },
    })
  })

  it('has emergency access that made its only administrator acknowledged by the signature, never by the account itself', async () => {
    const glass = await addBreakGlass(new Date(START - DAY_MS))
    await bed.database.pool.query('update break_glass set account_id = $2 where id = $1', [glass, ada])
    await disableBen()
    const { id } = await openAccessReview(bed.as(ada))
    await expect(decide(ada, id, glass)).rejects.toMatchObject({ reason: 'own_item' })
    await keepReviewRest(bed.as(ada), { id, reason })
    await expect(acknowledgeBreakGlass(bed.as(ada), { id: glass })).rejects.toMatchObject({ reason: 'own_break_glass' })
    await signAccessReview(bed.as(paula), { id, statementHash: (await read(id)).statement?.hash ?? '' })
    expect(await listOpenBreakGlass(bed.as(ada))).toEqual([])
    expect(await bed.acts(glass)).toMatchObject([{ action: 'break_glass.acknowledged', actor: paula }])
  })

  it('leaves nothing to the signer that an administrator can decide', async () => {
    await disableBen()
    const { id } = await openAccessReview(bed.as(ada))
    const early = signAccessReview(bed.as(paula), { id, statementHash: '0'.repeat(64) })
    await expect(early).rejects.toMatchObject({ reason: 'review_undecided' })
    await keepReviewRest(bed.as(ada), { id, reason })
    const statementHash = (await read(id)).statement?.hash ?? ''
    await bed.addPerson({ name: 'Lena', role: 'administrator' })
    expect(await read(id)).toMatchObject({ forSigner: [], statement: null })
    const late = signAccessReview(bed.as(paula), { id, statementHash })
    await expect(late).rejects.toMatchObject({ code: 'conflict', reason: 'review_undecided' })
  })

  it('has no signer, for the database neither, who decided about anybody else or at another time', async () => {
    await disableBen()
    const { id } = await openAccessReview(bed.as(ada))
    const { pool } = bed.database
    const add = `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by)
      select $1, i.id, 'keep', 'x', $2, $3 from access_review_item i where i.review_id = $4 and i.subject_id = $5`
    const sign = () =>
      pool.query(`insert into access_review_signature values ($1, $2, $3, 'x', sha256('x'))`, [id, new Date(START), paula])
    await keepReviewRest(bed.as(ada), { id, reason })
    await pool.query(add, [newId(), new Date(START - 1), paula, id, ada])
    await expect(sign()).rejects.toThrow('whoever decided does not sign')
  })
})

describe('the next access review', () => {
  const at = (iso: string) => {
    bed.nowMs = Date.parse(iso)
    return dueAccessReview(bed.as(paula))
  }

  it('is due six months after the installation, then after the last signature', async () => {
    await bed.database.owner.query(
      `insert into installation (id, kind, name, log_origin, reporting_currency, hub_id, created_at)
       values ($1, 'live', 'Chain', 'o', 'EUR', $1, '2026-06-10T08:00:00Z')`,
      [newId()],
    )
    expect(await at('2026-11-26T07:59:59Z')).toMatchObject({ state: 'later', dueAt: new Date('2026-12-10T08:00:00Z') })
    expect(await at('2026-11-26T08:00:00Z')).toMatchObject({ state: 'soon', openId: null, lastSignedAt: null })
    expect(await at('2026-12-10T07:59:59Z')).toMatchObject({ state: 'soon' })
    expect(await at('2026-12-10T08:00:00Z')).toMatchObject({ state: 'overdue' })
    const { id } = await openAccessReview(bed.as(ada))
    expect(await at('2026-12-11T08:00:00Z')).toMatchObject({ state: 'overdue', openId: id })
    await signAccessReview(bed.as(paula), { id, statementHash: await decideAll(id) })
    expect(await at('2026-12-11T08:00:00Z')).toEqual({
      state: 'later',
      dueAt: new Date('2027-06-11T08:00:00Z'),
      openId: null,
      lastSignedAt: new Date('2026-12-11T08:00:00Z'),
    })
  })
})

describe('the export of an access review', () => {
  it('has every item with its decision, no formula, and is recorded', async () => {
    const { id } = await openAccessReview(bed.as(ada))
    await decideReviewItem(bed.as(ada), { itemId: (await itemOf(id, otto)).id, decision: 'remove', reason: '+1' })
    const { text, fileName } = await exportAccessReview(bed.as(paula), { id })
    expect(fileName).toBe('counterfoil-access-review-2026-11-27.csv')
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    const line = lines.find((one) => one.includes(otto))
    expect(line).toContain(`person,'=Otto,`)
    expect(line).toContain(`,remove,'+1,Ada,2026-11-27T12:00:00Z`)
    expect((await bed.acts(id)).at(-1)).toMatchObject({ action: 'access_review.exported', actor: paula })
  })
})

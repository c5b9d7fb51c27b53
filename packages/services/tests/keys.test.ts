import { createHash } from 'node:crypto'
import { createAgent, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceContext } from '../src/context.ts'
import { exportKeys, getKeyInventory, type ReportedCertificate, reportCertificate, signKeyReview } from '../src/keys/index.ts'
import { changeAccess, type Reach } from '../src/permissions/index.ts'
import { admitToken, createToken, revokeToken } from '../src/tokens/index.ts'
import { deriveHubKeys, registerDashboardSecret, registerHubKeys } from '../src/vault/index.ts'
import { newId } from './ingest-bed.ts'

const NOW = Date.UTC(2026, 10, 27, 12)
const DAY_MS = 86_400_000
const before = (days: number) => new Date(NOW - days * DAY_MS)
const [first, second] = [1, 2].map((fill) => deriveHubKeys(new Uint8Array(32).fill(fill))) as [HubKeys, HubKeys]
type HubKeys = ReturnType<typeof deriveHubKeys>

const certificate = (fill: string, validToDate: Date): ReportedCertificate => ({
  fingerprint256: Array(32).fill(fill).join(':'),
  subject: 'O=Chain\nCN=hub.example',
  issuer: 'CN=Chain CA',
  subjectAltName: 'DNS:hub.example, IP Address:192.0.2.1',
  validFromDate: before(60),
  validToDate,
})

let database: TestDatabase
const as = (nowMs: number, reach: Reach = { kind: 'chain' }): ServiceContext => ({
  db: database.db,
  pool: database.pool,
  actor: { kind: 'user', id: 'auditor', sessionId: 's', reach, factors: ['passkey', 'password'] },
  origin: { address: '192.0.2.7' },
  now: () => new Date(nowMs),
  newId,
})
const hub = (nowMs: number): ServiceContext => ({ ...as(nowMs), actor: { kind: 'system', name: 'hub' } })
const fingerprintOf = (key: Uint8Array) => createHash('sha256').update(key).digest('hex').slice(0, 16)
const agents = new Map<string, string>()

beforeAll(async () => {
  database = await openTestDatabase()
  await database.pool.query(`insert into "user" (id, name, email) values ('auditor', 'Ada Prüfer', 'ada@chain.example')`)
  await registerHubKeys(hub(NOW - 400 * DAY_MS), [first])
  await registerHubKeys(hub(NOW - 10 * DAY_MS), [second, first])
  await registerDashboardSecret(hub(NOW - 400 * DAY_MS), 'a secret of thirty-two characters')
  await database.pool.query(`insert into hub_node (id, host) values ($1, 'hub-1')`, [newId()])
  const koeln = await createStore(database.db, { code: '0417', name: '=Köln, Hbf', country: 'DE' })
  const rennes = await createStore(database.db, { code: '0500', name: 'Rennes', country: 'FR' })
  const add = async (name: string, storeId: number, keyDays: number, state: 'active' | 'revoked' = 'active') => {
    const { agent, publicKey } = await createAgent(database.db, { name, storeId, state })
    await database.pool.query('update agent set key_since = $2 where id = $1', [agent.id, before(keyDays)])
    agents.set(name, fingerprintOf(publicKey))
  }
  await add('young', koeln.id, 180)
  await add('old', koeln.id, 181)
  await add('gone', koeln.id, 500, 'revoked')
  await add('french', rennes.id, 5)
})
afterAll(() => database.close())

describe('the inventory of keys', () => {
  it('names the server’s own keys, those in use and those before, with their ages', async () => {
    const { server } = await getKeyInventory(as(NOW))
    expect(server.map(({ kind, fingerprint, state, since }) => [kind, fingerprint, state, since])).toEqual([
      ['vault', second.vault.id, 'in_use', before(10)],
      ['vault', first.vault.id, 'former', before(400)],
      ['commands', second.commands.id, 'in_use', before(10)],
      ['commands', first.commands.id, 'former', before(400)],
      ['checkpoints', second.checkpoints.id, 'in_use', before(10)],
      ['checkpoints', first.checkpoints.id, 'former', before(400)],
      ['dashboard', expect.stringMatching(/^[0-9a-f]{16}$/), 'in_use', before(400)],
    ])
  })

  it('keeps the age of the dashboard’s secret until it is another one', async () => {
    const own = async () => (await getKeyInventory(as(NOW))).server.filter(({ kind }) => kind === 'dashboard')
    const was = await own()
    await registerDashboardSecret(hub(NOW), 'a secret of thirty-two characters')
    expect(await own()).toEqual(was)
    await registerDashboardSecret(hub(NOW), 'another secret of the dashboard')
    expect((await own()).map(({ state, since }) => [state, since])).toEqual([
      ['in_use', new Date(NOW)],
      ['former', before(400)],
    ])
  })

  it('lists agents’ keys by age and says which are overdue, as far as the asker’s reach goes', async () => {
    const all = (await getKeyInventory(as(NOW))).agents
    expect(all).toMatchObject({ all: 3, overdue: 1 })
    expect(all.oldest.map(({ name, place, fingerprint, state }) => [name, place, fingerprint, state])).toEqual([
      ['old', '0417 =Köln, Hbf', agents.get('old'), 'overdue'],
      ['young', '0417 =Köln, Hbf', agents.get('young'), 'in_use'],
      ['french', '0500 Rennes', agents.get('french'), 'in_use'],
    ])
    const french = (await getKeyInventory(as(NOW, { kind: 'country', country: 'FR' }))).agents
    expect(french).toMatchObject({ all: 1, overdue: 0, oldest: [{ name: 'french' }] })
  })

  it('has the certificate of each hub that runs, and says when it ends', async () => {
    const state = async (nowMs: number) =>
      (await getKeyInventory(as(nowMs))).server.filter(({ kind }) => kind === 'certificate').map((key) => key.state)
    const ends = NOW + 90 * DAY_MS
    await reportCertificate(hub(NOW), { host: 'hub-1', port: 4000 }, certificate('AB', new Date(ends)))
    await reportCertificate(hub(NOW), { host: 'hub-2', port: 4000 }, certificate('CD', new Date(ends)))
    const [shown] = (await getKeyInventory(as(NOW))).server.filter(({ kind }) => kind === 'certificate')
    expect(shown).toEqual({
      kind: 'certificate',
      name: 'hub.example, 192.0.2.1',
      place: 'hub-1:4000',
      fingerprint: 'ab'.repeat(32),
      subject: 'O=Chain, CN=hub.example',
      issuer: 'CN=Chain CA',
      since: new Date(NOW),
      expires: new Date(ends),
      state: 'in_use',
      lastUsed: null,
      sealed: null,
    })
    expect(await state(NOW)).toEqual(['in_use', 'former'])
    expect(await state(ends - 29 * DAY_MS)).toEqual(['ends_soon', 'former'])
    expect(await state(ends)).toEqual(['expired', 'former'])
  })

  it('keeps since when a certificate is shown over restarts of its hub, and forgets it with plain HTTP', async () => {
    const port = { host: 'hub-3', port: 4000 }
    const since = async () => (await database.pool.query(`select since from hub_certificate where host = 'hub-3'`)).rows
    await reportCertificate(hub(NOW), port, certificate('AB', new Date(NOW)))
    await reportCertificate(hub(NOW + 1_000), port, certificate('AB', new Date(NOW)))
    expect(await since()).toEqual([{ since: new Date(NOW) }])
    await reportCertificate(hub(NOW + 2_000), port, certificate('EF', new Date(NOW)))
    expect(await since()).toEqual([{ since: new Date(NOW + 2_000) }])
    await reportCertificate(hub(NOW), port, null)
    expect(await since()).toEqual([])
  })
})

describe('what people hold and the vault seals', () => {
  it('is counted as far as the asker’s reach goes', async () => {
    const add = async (reach: Reach, authenticators: number) => {
      const id = newId()
      await database.pool.query(`insert into "user" (id, name, email) values ($1, 'Somebody', $1 || '@chain.example')`, [id])
      await changeAccess(database, id, { role: 'operations', reach })
      for (const credential of ['a', 'b'])
        await database.pool.query(
          `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at)
           values ($1, $2, 'key', $3, '', 0, false, now())`,
          [newId(), id, Buffer.from(`${credential} of ${id}`)],
        )
      for (let nth = 0; nth < authenticators; nth += 1)
        await database.pool.query(`insert into two_factor (id, secret, backup_codes, user_id) values ($1, 'x', 'x', $2)`, [
          newId(),
          id,
        ])
    }
    await add({ kind: 'country', country: 'FR' }, 1)
    await add({ kind: 'country', country: 'DE' }, 1)
    await add({ kind: 'chain' }, 0)
    const whole = await getKeyInventory(as(NOW))
    expect(whole.people).toEqual({ passkeys: 6, authenticators: 2 })
    expect(whole.server.filter(({ kind }) => kind === 'vault').map(({ sealed }) => sealed)).toEqual([0, 0])
    const french = await getKeyInventory(as(NOW, { kind: 'country', country: 'FR' }))
    expect(french.people).toEqual({ passkeys: 2, authenticators: 1 })
    expect(french.server.map(({ sealed }) => sealed)).toEqual(french.server.map(() => null))
  })
})

describe('tokens of programs', () => {
  it('stand in the inventory with owner, age, end and last use, until they are revoked', async () => {
    const made = async (name: string, days: number, reach: Reach = { kind: 'chain' }) =>
      createToken(as(NOW - 20 * DAY_MS), { name, days, reach })
    const erp = await made('ERP', 365)
    await made('ends soon', 40)
    await made('over', 19)
    await made('French', 90, { kind: 'country', country: 'FR' })
    const gone = await made('gone', 90)
    await revokeToken(as(NOW), { id: gone.id })
    await admitToken(as(NOW - DAY_MS), `Bearer ${erp.token}`)
    const tokens = async (nowMs: number, reach?: Reach) => (await getKeyInventory(as(nowMs, reach))).tokens
    const all = await tokens(NOW)
    expect(all.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['ERP', 'in_use'],
      ['French', 'in_use'],
      ['ends soon', 'ends_soon'],
      ['over', 'expired'],
    ])
    expect(all.find(({ name }) => name === 'ERP')).toMatchObject({
      kind: 'token',
      place: 'Ada Prüfer',
      fingerprint: `cfk_…${erp.token.slice(-4)}`,
      since: before(20),
      expires: new Date(NOW + 345 * DAY_MS),
      lastUsed: before(1),
    })
    expect(JSON.stringify(all)).not.toContain(erp.token)
    expect((await tokens(NOW, { kind: 'country', country: 'FR' })).map(({ name }) => name)).toEqual(['French'])
    await database.pool.query(`update "user" set state = 'disabled', disabled_at = now() where id = 'auditor'`)
    expect(new Set((await tokens(NOW)).map(({ state }) => state))).toEqual(new Set(['locked', 'expired']))
    await database.pool.query(`update "user" set state = 'active', disabled_at = null where id = 'auditor'`)
  })
})

describe('the export', () => {
  it('is the inventory, safe for spreadsheets, and recorded with who took it', async () => {
    const { fileName, text } = await exportKeys(as(NOW))
    expect(fileName).toBe('counterfoil-keys-2026-11-27.csv')
    const lines = text.trim().split('\r\n')
    const { server, agents: listed, tokens } = await getKeyInventory(as(NOW))
    expect(lines).toHaveLength(1 + server.length + listed.all + tokens.length)
    for (const { fingerprint } of [...server, ...listed.oldest, ...tokens]) expect(text).toContain(fingerprint)
    expect(lines).toContain(`agent,old,"0417 =Köln, Hbf",${agents.get('old')},${stamp(before(181))},,,,overdue,,`)
    const { rows } = await database.pool.query(
      `select actor_id, body from audit_entry where action = 'keys.exported' order by recorded_at desc limit 1`,
    )
    expect(rows[0].actor_id).toBe('auditor')
    expect(JSON.parse(rows[0].body.toString()).after).toEqual({ rows: lines.length - 1 })
  })

  it('holds no more than the asker may see', async () => {
    const { text } = await exportKeys(as(NOW, { kind: 'country', country: 'FR' }))
    expect(text).toContain('0500 Rennes')
    expect(text).not.toContain('0417')
  })

  it('is not taken without end', async () => {
    const taking = async () => {
      for (let times = 0; times < 20; times += 1) await exportKeys(as(NOW))
    }
    await expect(taking()).rejects.toMatchObject({ code: 'too_many' })
  })
})

describe('the yearly review', () => {
  const review = async (nowMs: number) => (await getKeyInventory(as(nowMs))).review

  it('is overdue while nobody has ever signed it', async () => {
    expect(await review(NOW)).toEqual({ last: null, due: null, overdue: true })
  })

  it('is signed by a person, stays beside their name, and is due again a year later', async () => {
    await signKeyReview(as(NOW), { note: 'TLS 1.2 and 1.3 only.\nNothing to retire.' })
    const due = new Date(NOW + 365 * DAY_MS)
    const last = { at: new Date(NOW), by: 'Ada Prüfer', note: 'TLS 1.2 and 1.3 only.\nNothing to retire.' }
    expect(await review(NOW)).toEqual({ last, due, overdue: false })
    expect(await review(due.getTime() - 1)).toMatchObject({ overdue: false })
    expect(await review(due.getTime())).toMatchObject({ overdue: true })
    const { rows } = await database.pool.query(`select actor_id from audit_entry where action = 'keys.reviewed'`)
    expect(rows).toEqual([{ actor_id: 'auditor' }])
    await expect(signKeyReview(hub(NOW), { note: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('cannot be unsigned', async () => {
    for (const sql of [`update review_signoff set note = ''`, 'delete from review_signoff']) {
      await expect(database.pool.query(sql)).rejects.toThrow('permission denied')
      await expect(database.owner.query(sql)).rejects.toThrow('insert-only')
    }
  })
})

const stamp = (at: Date) => at.toISOString().replace('.000', '')

import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createIdMaker } from '@counterfoil/services'
import { checkpointSigner, findLogOrigin, makeCheckpoint, recordAct, sequenceEntries } from '@counterfoil/services/audit'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../src/main.ts')
const keys = deriveHubKeys(new Uint8Array(32).fill(3))
let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-export-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

function counterfoil(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: database.url, HUB_KEY: Buffer.alloc(32, 3).toString('base64url') }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: out.trim(), err: err.trim() }),
    )
  })
}

it('export audit writes a file whose SHA-256 the log tells, and never over another', async () => {
  const file = join(folder, 'log.zip')
  expect(await counterfoil('export', 'audit', '--out', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no log yet'),
  })
  await rm(file, { force: true })

  await createInstallation(database.db)
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const ctx = { pool: database.pool, actor: { kind: 'system', name: 'hub' } as const, now: () => new Date(), newId }
  await registerHubKeys(ctx, [keys])
  await recordAct(ctx, database.pool, { action: 'person.enabled', target: { type: 'person', id: 'p1' } })
  const { size } = await sequenceEntries(ctx, { most: 256 })
  await makeCheckpoint(ctx, checkpointSigner((await findLogOrigin(ctx)) ?? '', keys.checkpoints))

  const { code, out, err } = await counterfoil('export', 'audit', '--out', file, '--json')
  expect([code, err]).toEqual([0, ''])
  const told = JSON.parse(out)
  expect(told).toMatchObject({ file, from: 0, to: Number(size) })
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  expect(told.sha256).toBe(sha256)
  const { rows } = await database.pool.query(`select actor_id, body from audit_entry where action = 'audit.exported'`)
  expect(rows).toHaveLength(1)
  expect(rows[0].actor_id).toBe('cli')
  expect(JSON.parse(rows[0].body.toString()).after.sha256).toBe(sha256)

  expect((await counterfoil('export', 'audit', '--out', file)).code).toBe(1)
  expect((await counterfoil('export', 'audit', '--out', join(folder, 'x.zip'), '--from', 'a')).code).toBe(2)

  for (const format of ['jsonl', 'csv', 'ocsf']) {
    const args = ['export', 'audit', '--format', format, '--to', '1', '--out', join(folder, format)]
    expect(await counterfoil(...args)).toMatchObject({ code: 0, out: expect.stringContaining('entries 0 to') })
  }
  const [event] = (await readFile(join(folder, 'ocsf'), 'utf8')).split('\n')
  expect(JSON.parse(event ?? '')).toMatchObject({ metadata: { version: '1.7.0', sequence: 0 } })
  expect((await counterfoil('export', 'audit', '--format', 'xml', '--out', join(folder, 'y'))).code).toBe(2)
})

it('export package writes the evidence of a period, which verify finds sound', async () => {
  const file = join(folder, 'package.zip')
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const period = ['--from', day(-1), '--to', day(1)]
  const { code, out, err } = await counterfoil('export', 'package', ...period, '--lang', 'zh', '--out', file, '--json')
  expect([code, err]).toEqual([0, ''])
  const { sha256 } = JSON.parse(out)
  const verified = await counterfoil('verify', file)
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('all as they were packed') })
  const { rows } = await database.pool.query(`select body from audit_entry where action = 'evidence.made'`)
  expect(rows.map(({ body }) => JSON.parse(body.toString()).after.sha256)).toEqual([sha256])
  const nothing = join(folder, 'nothing.zip')
  const old = ['--from', '2020-01-01', '--to', '2020-01-31']
  expect((await counterfoil('export', 'package', ...old, '--out', nothing)).code).toBe(1)
  expect((await counterfoil('export', 'package', '--from', 'x', '--to', day(0), '--out', nothing)).code).toBe(2)
})

it('export funds-bundle waits for the log, and writes what verify makes again and ties to it', async () => {
  const file = join(folder, 'funds.zip')
  const days = ['--from', '2026-05-01', '--to', '2026-05-31']
  const writing = counterfoil('export', 'funds-bundle', ...days, '--out', file, '--json')
  const made = `select id from audit_entry where action = 'funds_bundle.made'`
  await expect.poll(async () => (await database.pool.query(made)).rowCount, { timeout: 60_000 }).toBe(1)
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const hub = { pool: database.pool, actor: { kind: 'system', name: 'hub' } as const, now: () => new Date(), newId }
  await sequenceEntries(hub, { most: 256 })
  await makeCheckpoint(hub, checkpointSigner((await findLogOrigin(hub)) ?? '', keys.checkpoints))
  const { code, out, err } = await writing
  expect([code, err]).toEqual([0, ''])
  const { root, index } = JSON.parse(out)
  const verified = await counterfoil('verify', file)
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining(`Its making is entry ${index} of the log`) })
  expect(verified.out).toContain(`root ${root}`)
})

it('stream add, list and remove say where the log goes, and show no secret', async () => {
  const secret = join(folder, 'secret')
  await writeFile(secret, 'seldom-heard-words\n')
  const to = 'https://siem.example/in'
  expect(await counterfoil('stream', 'add', 'siem', '--to', to, '--secret-file', secret)).toMatchObject({ code: 0, err: '' })
  expect((await counterfoil('stream', 'add', 'siem', '--to', to)).code).toBe(1)
  expect((await counterfoil('stream', 'add', 'other', '--to', 'http://siem.example')).err).toContain('neither tls://')
  const listed = await counterfoil('stream', 'list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject([{ name: 'siem', url: to, format: 'ocsf', nextIndex: 0 }])
  expect(listed.out).not.toContain('seldom')
  expect((await counterfoil('stream', 'remove', 'siem')).code).toBe(0)
  const { rows } = await database.pool.query(`select action from audit_entry where action like 'stream.%' order by acted_at, id`)
  expect(rows.map(({ action }) => action)).toEqual(['stream.added', 'stream.removed'])
  expect((await database.owner.query('select 1 from audit_stream_secret')).rows).toEqual([])
})

it('funds pull add, list and remove say where files come from, and show no secret', async () => {
  const secret = join(folder, 'sftp-password')
  await writeFile(secret, 'rarely-heard-words\n')
  const at = ['--host', 'sftp.bank.example', '--user', 'chain', '--folder', '/out', '--pattern', '*.xml']
  expect(await counterfoil('funds', 'pull', 'add', 'bank', ...at, '--password-file', secret)).toMatchObject({ code: 0, err: '' })
  const [listed, told] = await Promise.all([counterfoil('funds', 'pull', 'list', '--json'), counterfoil('funds', 'pull', 'list')])
  const bank = {
    name: 'bank',
    host: 'sftp.bank.example',
    port: 22,
    user: 'chain',
    everyMinutes: 15,
    hostKey: null,
    trouble: null,
  }
  expect(JSON.parse(listed.out)).toMatchObject([bank])
  expect(told.out).toContain('chain@sftp.bank.example:22  /out  *.xml  every 15 min')
  const { rows: sealed } = await database.owner.query(`select encode(sealed, 'escape') as sealed from funds_pull_secret`)
  expect(`${listed.out}${sealed.map((row) => row.sealed).join()}`).not.toContain('rarely')
  expect((await counterfoil('funds', 'pull', 'remove', 'bank')).code).toBe(0)
  const { rows } = await database.pool.query(
    `select action from audit_entry where action like 'funds_pull.%' order by acted_at, id`,
  )
  expect(rows.map(({ action }) => action)).toEqual(['funds_pull.added', 'funds_pull.removed'])
  expect((await database.owner.query('select 1 from funds_pull_secret')).rows).toEqual([])
})

it('funds pull add wechat keeps the key sealed, and bills says on which day there was no trade', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const [own, platform] = [join(folder, 'apiclient_key.pem'), join(folder, 'platform.pem')]
  await Promise.all([writeFile(own, privateKey), writeFile(platform, publicKey)])
  const at = ['--merchant', '1900000109', '--certificate-serial', '5157F09EFDC096DE15EBE81A47057A7232F1B8E1']
  const keys = ['--key-file', own, '--platform-key', `PUB_KEY_ID_01=${platform}`]
  expect(await counterfoil('funds', 'pull', 'add', 'wechat', 'pay', ...at, ...keys)).toMatchObject({ code: 0, err: '' })
  const { rows } = await database.owner.query<{ pull: string; sealed: string }>(
    `select to_json(p)::text as pull, encode(sealed, 'escape') as sealed from funds_pull p join funds_pull_secret s on s.id = p.id`,
  )
  const settings = { merchant: '1900000109', bills: ['tradebill', 'fundflowbill'], gzip: false }
  expect(JSON.parse(rows[0]?.pull ?? '')).toMatchObject({ name: 'pay', kind: 'wechat', host: 'api.mch.weixin.qq.com', settings })
  expect(JSON.stringify(rows)).not.toContain('PRIVATE')
  await database.owner.query(
    `insert into funds_pull_bill (pull_id, name, what, day, state, settled_at, next_try_at)
     select id, 'wechat-1900000109-tradebill-2026-05-12.csv', 'tradebill', '2026-05-12', 'none', now(), now() from funds_pull`,
  )
  expect((await counterfoil('funds', 'pull', 'bills', 'pay')).out).toBe(
    'wechat-1900000109-tradebill-2026-05-12.csv  no trade that day',
  )
  await database.owner.query('delete from funds_pull')
})

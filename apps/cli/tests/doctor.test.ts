import { createAgent, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { Finding } from '@counterfoil/services/doctor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliIo } from '../src/verb.ts'
import { doctor } from '../src/verbs/doctor.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await createAgent(database.db)
  await database.pool.query(`insert into hub_node (id, host, started_at, seen_at) values (gen_random_uuid(), 'h', now(), now())`)
})
afterAll(() => database?.close())

async function examine(url = database.url): Promise<{ code: number; lines: string[]; findings: readonly Finding[] }> {
  const run = async (...args: string[]) => {
    const out: string[] = []
    const env = { DATABASE_URL: url, COUNTERFOIL_DATA: '/tmp' }
    const io = { out: (line: string) => void out.push(line), env } as unknown as CliIo
    return { code: await doctor.run(args, io), out }
  }
  const json = await run('--json')
  const { findings } = JSON.parse(json.out[0] ?? '') as { findings: Finding[] }
  return { code: json.code, lines: (await run()).out, findings }
}
const of = (findings: readonly Finding[], about: Finding['about']) => findings.filter((finding) => finding.about === about)

describe('counterfoil doctor', () => {
  it('has nothing bad to say of a database as the migrations leave it, and says the same in words', async () => {
    const { code, findings, lines } = await examine()
    expect(findings.filter(({ verdict }) => verdict === 'bad')).toEqual([])
    expect(code).toBe(0)
    expect(lines).toHaveLength(findings.length)
    expect(lines).toContainEqual('✓ migrations: Every migration of this version is applied.')
    expect(of(findings, 'hubs')).toMatchObject([{ verdict: 'warn', message: '1 hub runs; 0 of 1 agents are connected.' }])
    expect(of(findings, 'backup')).toMatchObject([{ verdict: 'warn', message: expect.stringContaining('a server of your own') }])
  })

  it('names rights that are too wide, a migration that is missing, a hub that is gone, an old key and an ended certificate', async () => {
    await database.owner.query('grant delete on event to counterfoil_app')
    await database.owner.query(
      `insert into server_key (kind, id, public_key, first_at, current_since)
       values ('vault', '0123456789abcdef', sha256('k'), now() - interval '400 days', now() - interval '400 days')`,
    )
    await database.owner.query(
      `insert into hub_certificate (host, port, fingerprint, subject, issuer, names, valid_from, valid_until, since)
       values ('h', 4000, encode(sha256('c'), 'hex'), 's', 'i', 'n', now() - interval '90 days', now() - interval '2 days', now())`,
    )
    const { code, findings } = await examine()
    expect(code).toBe(1)
    expect(of(findings, 'rights')).toMatchObject([{ verdict: 'bad', message: expect.stringContaining('may delete in event') }])
    expect(of(findings, 'keys')).toMatchObject([{ verdict: 'warn', message: expect.stringContaining('400 days old') }])
    expect(of(findings, 'certificates')).toMatchObject([{ verdict: 'bad', message: expect.stringContaining('ended 2 days ago') }])
    await database.owner.query(`update hub_node set seen_at = now() - interval '1 hour'`)
    expect(of((await examine()).findings, 'hubs')).toMatchObject([{ verdict: 'bad' }])
    await database.owner.query(
      'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)',
    )
    const behind = await examine()
    expect(of(behind.findings, 'migrations')).toMatchObject([
      { verdict: 'bad', message: expect.stringMatching(/^1 migrations are not/) },
    ])
    expect(of(behind.findings, 'rights')).toEqual([])
  })

  it('says so when nothing answers', async () => {
    const { code, findings } = await examine('postgresql://nobody:x@127.0.0.1:9/none')
    expect(code).toBe(1)
    expect(of(findings, 'database')).toMatchObject([{ verdict: 'bad', message: expect.stringContaining('does not answer') }])
  })
})

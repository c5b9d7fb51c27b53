import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLegalEntity, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createIdMaker } from '@counterfoil/services'
import { deriveHubKeys, formatHubSecret, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../src/main.ts')
const SECRET = new Uint8Array(32).fill(7)
const NAMES = 'Datum;Art;Betrag;Gebuehr;Referenz;Konto'
const MAPPING = {
  mapping: 1,
  id: 'house-bank',
  produces: 'settlement',
  currency: 'EUR',
  zone: 'Europe/Berlin',
  layout: { kind: 'delimited', delimiter: ';' },
  amounts: { decimal: ',' },
  dateFormat: 'dd.MM.yyyy',
  columns: { date: 'Datum', type: 'Art', gross: 'Betrag', fee: 'Gebuehr', reference: 'Referenz', account: 'Konto' },
  kinds: { S: 'sale' },
}
const CONTRACT = {
  id: 'house',
  version: 1,
  acquirer: 'house',
  merchantAccount: 'H1',
  currency: 'EUR',
  validFrom: '2020-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 1,
  settlementCalendars: ['target2'],
  payout: { every: 'weekdays', namePatterns: ['HOUSE'] },
  bank: { account: 'DE1234', calendars: ['target2'] },
  fees: [],
}
/** Several chunks of rows, so that there is a middle. */
const LINES = 5_000

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-import-'))
  const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const ctx = { pool: database.pool, now: () => new Date(), newId, actor: { kind: 'system', name: 'hub' } as const }
  await registerHubKeys(ctx, [deriveHubKeys(SECRET)])
  writeFileSync(join(folder, 'hub-key'), `${formatHubSecret(SECRET)}\n`, { mode: 0o600 })
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(MAPPING))
  await database.pool.query(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     values ('house', 1, 'house', 'H1', 'EUR', '2020-01-01', $1, 'test')`,
    [JSON.stringify(CONTRACT)],
  )
  const entity = await createLegalEntity(database.db)
  await database.pool.query(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, 'DE1234', 'EUR', 'House', 'Europe/Berlin')`,
    [entity.id],
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.close()
})

const report = (name: string, day: string, lines = LINES): string => {
  const rows = Array.from({ length: lines }, (_, index) => `${day}.05.2026;S;10,00;0,10;R${day}-${index};H1`)
  writeFileSync(join(folder, name), `${[NAMES, ...rows].join('\n')}\n`)
  return join(folder, name)
}

function start(args: readonly string[], input: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  const env = { ...process.env, DATABASE_URL: database.url, HUB_KEY_FILE: join(folder, 'hub-key') }
  return spawn(process.execPath, [MAIN, 'import', ...args, '--mapping', join(folder, 'mapping.json')], {
    env,
    stdio: [input, 'pipe', 'pipe'],
  })
}
async function said(running: ChildProcess): Promise<{ code: number; text: string }> {
  let text = ''
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk) => (text += chunk))
  const [code] = await once(running, 'close')
  return { code, text }
}
/** The test holds the lock that the trigger waits for; what the dead process left running in the server ends before this does. */
async function killWhereItWaits(dying: ChildProcess): Promise<void> {
  const holder = await database.owner.connect()
  try {
    await holder.query('select pg_advisory_lock(77)')
    const ended = once(dying, 'close')
    const waiting = `select pid from pg_locks where locktype = 'advisory' and objid = 77 and not granted`
    while ((await database.owner.query(waiting)).rowCount === 0)
      if (dying.exitCode !== null) throw new Error('it ended before it came there')
    dying.kill('SIGKILL')
    await ended
    await database.owner.query(`select pg_terminate_backend(pid, 10000) from (${waiting}) w`)
  } finally {
    await holder.query('select pg_advisory_unlock_all()')
    holder.release()
  }
}

const one = async (sql: string, ...values: unknown[]) => (await database.owner.query(sql, values)).rows[0]

describe('counterfoil import', () => {
  it('shows what would change, and changes nothing when the answer is no, and waits for no second one', async () => {
    const path = report('asked.csv', '04', 3)
    const no = start([path], 'pipe')
    // As at a terminal: it stays open.
    no.stdin?.write('n\n')
    const { code, text } = await said(no)
    expect(text).toContain('+ 3 sale, 29.7 EUR')
    expect(text).toContain('payout 2026-05-04 of H1, 29.7 EUR, due on 2026-05-05')
    expect(text).toContain('Import it? [y/N]\nasked.csv: refused')
    expect(code).toBe(1)
    expect(await one('select count(*)::int4 as lines from settlement_line')).toEqual({ lines: 0 })
  })

  // Where the process is when it dies: a trigger there waits for a lock that this test holds.
  it.each([
    ['while the file is kept', 'funds_file_content', 'insert', 'true', '11'],
    ['while it is read for the first time', 'audit_entry', 'insert', `new.action = 'funds_file.read'`, '12'],
    ['in the middle of its rows', 'settlement_line', 'insert', 'new.position = 4500', '13'],
    ['at the last word', 'funds_file', 'update', `new.state = 'imported'`, '15'],
  ])('killed %s leaves nothing half, and the next one imports it whole', async (_what, table, event, when, day) => {
    const path = report(`${table}-${day}.csv`, day)
    await database.owner.query(`create function wait_here() returns trigger language plpgsql as
      $$ begin if ${when} then perform pg_advisory_xact_lock_shared(77); end if; return new; end $$;
      create trigger zz_wait before ${event} on ${table} for each row execute function wait_here();
      grant execute on function wait_here() to public`)
    const dying = start([path, '--yes'])
    try {
      await killWhereItWaits(dying)
    } finally {
      await database.owner.query(`drop trigger zz_wait on ${table}; drop function wait_here()`)
    }
    const left = `(select count(*)::int4 from settlement_line l join funds_file f on f.id = l.file_id where f.name = $1)`
    const name = `${table}-${day}.csv`
    expect(await one(`select ${left} as lines`, name)).toEqual({ lines: 0 })
    expect(await one(`select count(*)::int4 as n from funds_file where name = $1 and state = 'imported'`, name)).toEqual({ n: 0 })
    // Nobody ever writes to it, and nobody closes it.
    const { code, text } = await said(start([path, '--yes'], 'pipe'))
    expect([code, text]).toEqual([0, `${name}: imported\n`])
    expect(await one(`select ${left} as lines`, name)).toEqual({ lines: LINES })
    expect(
      await one(
        `select count(*)::int4 as payouts, sum(amount_minor)::int8 as sum from payout p join funds_file f on f.id = p.file_id where f.name = $1`,
        name,
      ),
    ).toEqual({ payouts: 1, sum: LINES * 990 })
  })
})

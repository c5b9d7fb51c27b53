import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

const report = (name: string, day: string, lines = LINES, corrected = 0): string => {
  const feeOf = (index: number) => (index < corrected ? '0,20' : '0,10')
  const rows = Array.from({ length: lines }, (_, index) => `${day}.05.2026;S;10,00;${feeOf(index)};R${day}-${index};H1`)
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

/** Starts an import, ends the process at a row of a table, and takes the trigger away again. */
async function killAt(path: string, { table, event, when }: { table: string; event: string; when: string }): Promise<void> {
  await database.owner.query(`create function wait_here() returns trigger language plpgsql as
    $$ begin if ${when} then perform pg_advisory_xact_lock_shared(77); end if; return new; end $$;
    create trigger zz_wait before ${event} on ${table} for each row execute function wait_here();
    grant execute on function wait_here() to public`)
  try {
    await killWhereItWaits(start([path, '--yes']))
  } finally {
    await database.owner.query(`drop trigger zz_wait on ${table}; drop function wait_here()`)
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

  /** What the whole chain has of one day: from which file, how many lines, how many of them wait for a sale, and what is to come. */
  const standing = (day: string) =>
    one(
      `select string_agg(distinct f.name, ' ') as file, count(*)::int4 as lines, count(o.file_id)::int4 as open,
         (select sum(amount_minor)::int8 from payout p where p.batch = $1 and p.open) as sum
       from settlement_line l join funds_file f on f.id = l.file_id and f.state = 'imported'
       left join settlement_line_open o using (file_id, position) where l.batch = $1`,
      `2026-05-${day}`,
    )

  // Where the process is when it dies: a trigger there waits for a lock that this test holds. Each one that follows finds what is left.
  it('killed anywhere leaves nothing half, and the next one imports it whole', async () => {
    const path = report('killed.csv', '11')
    for (const [what, at] of Object.entries({
      'while the file is kept': { table: 'funds_file_content', event: 'insert', when: 'true' },
      'while it is read for the first time': { table: 'audit_entry', event: 'insert', when: `new.action = 'funds_file.read'` },
      'in the middle of its rows': { table: 'settlement_line', event: 'insert', when: 'new.position = 4500' },
      'before its payout': { table: 'payout', event: 'insert', when: 'true' },
      'at the last word': { table: 'funds_file', event: 'update', when: `new.state = 'imported'` },
      'while that it was is recorded': { table: 'audit_entry', event: 'insert', when: `new.action = 'funds_file.imported'` },
    })) {
      await killAt(path, at)
      const left = await one(
        `select (select count(*)::int4 from settlement_line) as lines, (select count(*)::int4 from settlement_line_open) as open,
           (select count(*)::int4 from payout) as payouts, (select count(*)::int4 from funds_file where state = 'imported') as imported`,
      )
      expect([what, left]).toEqual([what, { lines: 0, open: 0, payouts: 0, imported: 0 }])
    }
    // Nobody ever writes to it, and nobody closes it.
    expect(await said(start([path, '--yes'], 'pipe'))).toEqual({ code: 0, text: 'killed.csv: imported\n' })
    expect(await standing('11')).toEqual({ file: 'killed.csv', lines: LINES, open: LINES, sum: LINES * 990 })
  })

  it('killed anywhere while a corrected file takes the place of another, leaves that one whole', async () => {
    const before = { file: 'killed.csv', lines: LINES, open: LINES, sum: LINES * 990 }
    const path = report('corrected.csv', '11', LINES, 100)
    for (const at of [
      { table: 'settlement_line', event: 'insert', when: 'new.position = 4500' },
      { table: 'payout', event: 'update', when: 'new.replaced_by is not null' },
      { table: 'funds_file', event: 'update', when: `new.state = 'imported'` },
    ]) {
      await killAt(path, at)
      expect(await standing('11')).toEqual(before)
    }
    expect(await said(start([path, '--yes'], 'pipe'))).toEqual({ code: 0, text: 'corrected.csv: imported\n' })
    expect(await standing('11')).toEqual({ file: 'corrected.csv', lines: LINES, open: LINES, sum: LINES * 990 - 100 * 10 })
    // Both again change nothing, whatever their bytes are called.
    await said(start([join(folder, 'killed.csv'), path, '--yes'], 'pipe'))
    expect(await standing('11')).toMatchObject({ file: 'corrected.csv', lines: LINES })
    expect(
      await one(
        `select count(*)::int4 as files from funds_file where state = 'imported' and name in ('killed.csv', 'corrected.csv')`,
      ),
    ).toEqual({
      files: 1,
    })
  })

  it('asks whether a file that would take rows away is a correction or a second part, and counts both parts', async () => {
    await said(start([report('part-1.csv', '18', 3), '--yes']))
    const part = (nth: number): string => {
      const path = report(`part-${nth}.csv`, '18', 3)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('R18-', `R18-${nth}`))
      return path
    }
    const asked = start([part(2)], 'pipe')
    asked.stdin?.write('b\n')
    const { code, text } = await said(asked)
    expect(text).toContain('a second part, so that both count (b)? [y/b/N]\npart-2.csv: imported')
    expect(code).toBe(0)
    expect(await standing('18')).toEqual({ file: 'part-1.csv part-2.csv', lines: 6, open: 6, sum: 6 * 990 })
    expect(await said(start([part(3), '--yes', '--second-part']))).toEqual({ code: 0, text: 'part-3.csv: imported\n' })
    expect(await standing('18')).toEqual({ file: 'part-1.csv part-2.csv part-3.csv', lines: 9, open: 9, sum: 9 * 990 })
  })
})

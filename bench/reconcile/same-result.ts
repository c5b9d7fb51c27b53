import { createHash } from 'node:crypto'
import type pg from 'pg'
import { copyOut } from './copy-rows.ts'

/** What a run leaves, without when it was written: links with their evidence, exceptions, identities, positions and open items. */
const RESULTS = {
  links: `select key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, run_id, reverses, because, made_by
   from funds_allocation order by key`,
  exceptions: `select key, code, acquirer, bank_account_id, store_id, day, payments, lines, payouts, bank_lines, files, amount_minor, currency, severity, state,
     silenced_by, opened_by_run from funds_exception order by key`,
  identities: 'select * from funds_identity order by name, about',
  payments: `select payment_id, position, exits, health, settled_minor, settled_fee, payout_id, arrived_on, open from funds_payment order by payment_id`,
  lines: 'select file_id, position from settlement_line_open order by file_id, position',
  bankLines: 'select file_id, position, open from bank_line order by file_id, position',
  payouts: 'select id, open from payout order by id',
  runs: 'select id, counts, result from funds_run order by id',
} as const

type Hashes = Readonly<Record<string, string>>

/** SHA-256 over each of them, byte for byte. */
export async function hashResult(client: pg.ClientBase): Promise<Hashes> {
  const hashes: Record<string, string> = {}
  for (const [name, result] of Object.entries(RESULTS)) {
    const hash = createHash('sha256')
    await copyOut(client, `copy (${result}) to stdout`, (chunk) => hash.update(chunk))
    hashes[name] = hash.digest('hex')
  }
  return hashes
}

export const differing = (one: Hashes, other: Hashes): string[] => Object.keys(one).filter((name) => one[name] !== other[name])

/** What a run reads, by its key: rows come in the order in which they lie. */
const TABLES = {
  payment: 'id::text',
  funds_payment: 'payment_id::text',
  settlement_line: `file_id::text || ':' || position::text`,
  bank_line: `file_id::text || ':' || position::text`,
  payout: 'id::text',
  bank_statement: 'id::text',
} as const

/** Lays all rows that a run reads into another order. Only the owner of a throwaway database may do that. */
export async function shuffleRows(client: pg.ClientBase, seed: number): Promise<void> {
  for (const [table, key] of Object.entries(TABLES)) {
    await client.query(`create index shuffle on ${table} (md5('${seed}' || ${key}))`)
    await client.query(`cluster ${table} using shuffle`)
    await client.query('drop index shuffle')
  }
  await client.query('analyze')
}

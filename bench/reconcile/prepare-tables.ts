import { ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import type { Contract } from '@counterfoil/settlement/funds'
import pg from 'pg'
import { withContext } from '../with-context.ts'

/** The product's own tables, as a hub has them before the first file. */
export async function prepareTables(url: string): Promise<void> {
  await applyMigrations({ url })
  await withContext(url, ({ pool }) => ensurePartitions(pool))
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  // As the import has it: both are written in the transaction of the lines, and looking them up for each is half the time.
  await owner.query(
    'alter table settlement_line drop constraint if exists settlement_line_file_id_fkey, drop constraint if exists settlement_line_payout_id_fkey',
  )
  await owner.end()
}

/** The chain's accounts and their numbers. */
export async function addAccounts(client: pg.ClientBase, contracts: readonly Contract[]): Promise<Map<string, number>> {
  await client.query(`insert into legal_entity (id, name, country) values (1, 'Counterfoil Stores', 'DE') on conflict do nothing`)
  const accounts = new Map<string, number>()
  for (const { bank, currency } of contracts) {
    if (accounts.has(bank.account)) continue
    const id = accounts.size + 1
    accounts.set(bank.account, id)
    await client.query(
      `insert into bank_account (id, legal_entity_id, number, currency, name, time_zone) values ($1, 1, $2, $3, $2, 'UTC')`,
      [id, bank.account, currency],
    )
  }
  return accounts
}

import { readFileSync } from 'node:fs'
import { settlementTools } from '@counterfoil/services/funds'
import { type ReconcileInput, type Reconciliation, reconcile } from '@counterfoil/settlement/funds'
import { openChainReading } from '@counterfoil/settlement/generator'
import type pg from 'pg'
import { round } from '../statistics.ts'
import { commitRun } from './commit-run.ts'
import { openEvidenceWriter } from './evidence-rows.ts'
import { loadPayments, seedPayments } from './payment-rows.ts'
import { addAccounts } from './prepare-tables.ts'
import type { WrittenChain } from './write-chain.ts'

export interface FilesRun {
  readonly found: Reconciliation
  readonly input: ReconcileInput
  readonly accounts: ReadonlyMap<string, number>
  readonly lines: number
  readonly seconds: {
    readonly total: number
    readonly import: number
    readonly load: number
    readonly match: number
    readonly commit: number
  }
}

/** From the first byte of the first file to the commit of what was found; the payments were in the database before. */
export async function reconcileFiles(client: pg.Client, chain: WrittenChain, say: (line: string) => void): Promise<FilesRun> {
  const seeding = openChainReading(settlementTools)
  const accounts = await addAccounts(client, seeding.contracts)
  await seedPayments(client, chain.payments, seeding)
  await client.query('checkpoint').catch(() => {})
  const writer = openEvidenceWriter(client, accounts)
  const reading = openChainReading(settlementTools, writer.watcher)
  const began = performance.now()
  let lines = 0
  let writing: Promise<unknown> = Promise.resolve()
  const seen = new Set<string>()
  for (const [at, file] of chain.files.entries()) {
    const arrived = { ...file, id: String(at + 1), number: at + 1, bytes: readFileSync(file.path) }
    const read = reading.read(arrived)
    if (!read) {
      writer.forget()
      say(`  ${file.name} cannot be read: refused`)
    }
    const state = !read ? 'refused' : seen.has(file.sha256) ? 'duplicate' : 'imported'
    seen.add(file.sha256)
    if (state === 'imported') lines += writer.lines()
    // The next file is parsed while the server writes this one.
    await writing
    const written = writer.write(arrived, file.size, state)
    written.catch(() => {})
    writing = written
  }
  await writing
  const imported = performance.now()
  const payments = await loadPayments(client)
  const loaded = performance.now()
  const input = reading.input(payments, chain.plan)
  const found = reconcile(input)
  const matched = performance.now()
  await commitRun(client, found, accounts, input.asOf)
  const committed = performance.now()
  const seconds = (from: number, to: number): number => round((to - from) / 1_000, 2)
  return {
    ...{ found, input, accounts, lines },
    seconds: {
      total: seconds(began, committed),
      import: seconds(began, imported),
      load: seconds(imported, loaded),
      match: seconds(loaded, matched),
      commit: seconds(matched, committed),
    },
  }
}

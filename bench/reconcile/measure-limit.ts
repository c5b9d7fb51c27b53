import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { settlementTools } from '@counterfoil/services/funds'
import { openChainReading } from '@counterfoil/settlement/generator'
import type pg from 'pg'
import { RUN_COPIES } from './commit-run.ts'
import { copyBytes, copyOut } from './copy-rows.ts'
import { COPIES } from './evidence-rows.ts'
import { addAccounts } from './prepare-tables.ts'
import type { WrittenChain } from './write-chain.ts'

/** In an order in which each finds what it refers to. */
const TABLES = { ...COPIES, ...RUN_COPIES }
const WHOLE = ['funds_file', 'bank_statement', 'funds_run'] as const

export interface Limit {
  readonly parseSeconds: number
  readonly copySeconds: number
}

export interface LimitGiven {
  readonly folder: string
  readonly chain: WrittenChain
  readonly from: pg.ClientBase
  /** Prepared alike, and empty. */
  readonly into: pg.ClientBase
}

/** What no product can do without: parsing the same files, and COPY of the rows that came out of them into the same tables. */
export async function measureLimit({ folder, chain, from, into }: LimitGiven): Promise<Limit> {
  const files = [
    ...WHOLE,
    'payout',
    'settlement_line',
    'bank_line',
    'funds_allocation',
    'funds_exception',
    'funds_identity',
  ] as const
  const paths = new Map<string, string>()
  const columns = new Map<string, string>()
  for (const table of files) {
    const list = /\((.*)\)/.exec(table in TABLES ? TABLES[table as keyof typeof TABLES] : '')?.[1]
    columns.set(table, list === undefined ? '' : ` (${list})`)
    const path = join(folder, `${table}.copy`)
    const out = createWriteStream(path)
    await copyOut(from, `copy ${table}${columns.get(table)} to stdout`, (chunk) => out.write(Buffer.from(chunk)))
    out.end()
    await finished(out)
    paths.set(table, path)
  }
  const reading = openChainReading(settlementTools)
  const parseBegan = performance.now()
  for (const [at, file] of chain.files.entries())
    reading.read({ ...file, id: String(at + 1), number: at + 1, bytes: readFileSync(file.path) })
  const parseSeconds = (performance.now() - parseBegan) / 1_000
  await addAccounts(into, reading.contracts)
  const copyBegan = performance.now()
  await into.query('begin')
  for (const table of files)
    await copyBytes(
      into,
      `copy ${table}${columns.get(table)} from stdin`,
      createReadStream(paths.get(table) ?? '', { highWaterMark: 1 << 18 }),
    )
  await into.query('commit')
  return { parseSeconds, copySeconds: (performance.now() - copyBegan) / 1_000 }
}

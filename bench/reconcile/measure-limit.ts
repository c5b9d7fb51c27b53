import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { settlementTools } from '@counterfoil/services/funds'
import { type ParseSink, parseFile, RejectError } from '@counterfoil/settlement'
import type pg from 'pg'
import { copyBytes, copyOut } from './copy-rows.ts'
import type { WrittenChain } from './write-chain.ts'

/** All that import and run have written, in an order in which each finds what it refers to. */
const TABLES = [
  ...['funds_file', 'payout', 'settlement_line', 'bank_statement', 'bank_line'],
  ...['funds_run', 'funds_allocation', 'funds_exception', 'funds_identity'],
] as const

export interface Limit {
  readonly parseSeconds: number
  readonly copySeconds: number
}

export interface LimitGiven {
  readonly folder: string
  readonly chain: WrittenChain
  readonly from: pg.ClientBase
  /** As the other was before the first file. */
  readonly into: pg.ClientBase
}

const DEAF: ParseSink = { beginStatement: () => {}, entry: () => {}, endStatement: () => {}, line: () => {}, warn: () => {} }

/** What no product can do without: parsing the same files, and COPY of the rows that came out of them into the same tables. */
export async function measureLimit({ folder, chain, from, into }: LimitGiven): Promise<Limit> {
  const pathOf = (table: string): string => join(folder, `${table}.copy`)
  for (const table of TABLES) {
    const out = createWriteStream(pathOf(table))
    await copyOut(from, `copy ${table} to stdout`, (chunk) => out.write(Buffer.from(chunk)))
    out.end()
    await finished(out)
  }
  const parseBegan = performance.now()
  for (const { name, path } of chain.files) parseDeaf(name, readFileSync(path))
  const parseSeconds = (performance.now() - parseBegan) / 1_000
  const copyBegan = performance.now()
  await into.query('begin')
  for (const table of TABLES)
    await copyBytes(into, `copy ${table} from stdin`, createReadStream(pathOf(table), { highWaterMark: 1 << 18 }))
  await into.query('commit')
  return { parseSeconds, copySeconds: (performance.now() - copyBegan) / 1_000 }
}

function parseDeaf(name: string, bytes: Uint8Array): void {
  try {
    parseFile(name, bytes, DEAF, settlementTools)
  } catch (error) {
    // One of them is cut off on purpose.
    if (!(error instanceof RejectError)) throw error
  }
}

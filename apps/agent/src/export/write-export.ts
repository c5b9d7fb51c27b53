import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import type { Identity } from '../link/identity.ts'
import { openDatabase } from '../outbox/open-database.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { packOnlyPart, packParts } from './export-parts.ts'
import { seal } from './seal.ts'

/**
 * The agent's identities and the part of its record that the hub has not got, sealed: whoever opens it can deliver in these agents'
 * names, which is what it is for. Who left nothing behind is not in it, but for the last, the present one, where nobody did. The record must not be in use.
 */
export function writeExport(outboxFile: string, identities: readonly Identity[], code: string): { file: Buffer; events: number } {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-export-'))
  try {
    const all = identities.map((identity) => ({ identity, ...cutStream(outboxFile, identity.epoch, folder) }))
    const waiting = all.filter(({ events }) => events > 0)
    const parts = waiting.length > 0 ? waiting : all.slice(-1)
    const [only, ...others] = parts
    const file = only !== undefined && others.length === 0 ? seal(packOnlyPart(only), code, 1) : seal(packParts(parts), code, 2)
    return { file, events: parts.reduce((sum, { events }) => sum + events, 0) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One epoch's stream from where the hub has it, as an outbox of its own. */
function cutStream(outboxFile: string, epoch: number, folder: string): { outbox: Buffer; events: number } {
  const whole = join(folder, `${epoch}-whole.db`)
  copyDatabase(outboxFile, whole)
  dropOtherStreams(whole, epoch)
  const outbox = openOutbox({ path: whole, epoch })
  let events: number
  try {
    // What the hub has is not carried about.
    outbox.prune(0)
    events = outbox.lastSeq() - outbox.deliveredSeq()
  } finally {
    outbox.close()
  }
  const small = join(folder, `${epoch}-small.db`)
  copyDatabase(whole, small)
  return { outbox: gzipSync(readFileSync(small)), events }
}

function dropOtherStreams(path: string, epoch: number): void {
  const { db, close } = openDatabase(path)
  try {
    for (const table of ['event', 'delivered', 'quarantine', 'stream'])
      db.prepare(`DELETE FROM ${table} WHERE epoch <> ?`).run(epoch)
  } finally {
    close()
  }
}

/** All of it, also what is in the write-ahead log only. */
function copyDatabase(from: string, to: string): void {
  const db = new DatabaseSync(from, { timeout: 10_000 })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import type { Identity } from '../link/identity.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { seal } from './seal.ts'

/**
 * The agent's identity and the part of its record that the hub has not got, sealed: whoever opens it can deliver in this agent's
 * name, which is what it is for. The record must not be in use.
 */
export function writeExport(outboxFile: string, identity: Identity, code: string): { file: Buffer; events: number } {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-export-'))
  try {
    const whole = join(folder, 'whole.db')
    copyDatabase(outboxFile, whole)
    const outbox = openOutbox({ path: whole, epoch: identity.epoch })
    let events: number
    try {
      // What the hub has is not carried about.
      outbox.prune(0)
      events = outbox.lastSeq() - outbox.deliveredSeq()
    } finally {
      outbox.close()
    }
    const small = join(folder, 'small.db')
    copyDatabase(whole, small)
    const who = Buffer.from(JSON.stringify(identity))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(who.length)
    return { file: seal(Buffer.concat([length, who, gzipSync(readFileSync(small))]), code), events }
  } finally {
    rmSync(folder, { recursive: true, force: true })
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

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { HELD_ADVICE, isHeld, OutboxError, reasonOf } from './outbox-error.ts'
import { checkLayout, migrateOutbox } from './schema.ts'

/** An open outbox file and the lock that keeps a second agent away from it. */
export interface OpenDatabase {
  readonly db: DatabaseSync
  close(): void
}

const damagedAdvice =
  'Do not delete it: it may hold events the hub has not got. Stop the agent, move the whole folder to a safe place, and enrol anew; then send the old folder to whoever looks after your hub'

/** Opens (or makes) the file with durable settings and checks it; `:memory:` is for tests and simulations. Throws `OutboxError`. */
export function openDatabase(path: string, mode: 'write' | 'read' = 'write'): OpenDatabase {
  if (mode === 'read') return openForReading(path)
  const lock = path === ':memory:' ? undefined : takeLock(path)
  try {
    const db = openChecked(path)
    return {
      db,
      close: () => {
        db.close()
        lock?.close()
      },
    }
  } catch (error) {
    lock?.close()
    throw error
  }
}

function openForReading(path: string): OpenDatabase {
  if (!existsSync(path))
    throw new OutboxError('cannot_open', `There is no outbox at ${path}: no agent has run with this data folder yet.`)
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 })
    try {
      checkLayout(db)
    } catch (error) {
      db.close()
      throw error
    }
    return { db, close: () => db.close() }
  } catch (error) {
    throw new OutboxError('cannot_open', `The outbox ${path} cannot be opened: ${reasonOf(error)}.`, error)
  }
}

/** SQLite's own file lock on a side file: the system frees it however the process ends. */
function takeLock(path: string): DatabaseSync {
  const lockPath = `${path}.lock`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    makePrivate(lockPath)
  } catch (error) {
    throw new OutboxError('cannot_open', `The folder of the outbox ${path} cannot be written: ${reasonOf(error)}.`, error)
  }
  const lock = new DatabaseSync(lockPath, { timeout: 0 })
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw new OutboxError(
      'in_use',
      `Another agent is using the outbox ${path}. Stop it first, or give this agent its own dataDir.`,
      error,
    )
  }
}

/** Made before SQLite sees it, so that it is never readable by others, not even for a moment. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

function openChecked(path: string): DatabaseSync {
  let db: DatabaseSync
  try {
    if (path !== ':memory:') makePrivate(path)
    db = new DatabaseSync(path)
  } catch (error) {
    throw new OutboxError(
      'cannot_open',
      `The outbox ${path} cannot be opened: ${reasonOf(error)}. Check the folder's rights and the disk.`,
      error,
    )
  }
  try {
    // FULL: a commit is on the disk when it returns, also through a power cut.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    const verdict = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]
    if (verdict !== 'ok') throw new Error(String(verdict))
    migrateOutbox(db)
    return db
  } catch (error) {
    db.close()
    if (isHeld(error))
      throw new OutboxError('held', `The outbox ${path} cannot be used now: ${reasonOf(error)}. ${HELD_ADVICE}.`, error)
    throw new OutboxError('damaged', `The outbox ${path} cannot be used: ${reasonOf(error)}. ${damagedAdvice}.`, error)
  }
}

/** Keeps agents away from this outbox until it is let go; nothing when one runs, or when it cannot be kept. */
export function holdOutbox(path: string): { release(): void } | undefined {
  try {
    const lock = takeLock(path)
    return { release: () => lock.close() }
  } catch (error) {
    if (error instanceof OutboxError) return undefined
    throw error
  }
}

/** True while an agent runs with this outbox. */
export function isOutboxInUse(path: string): boolean {
  if (!existsSync(`${path}.lock`)) return false
  try {
    takeLock(path).close()
    return false
  } catch (error) {
    return error instanceof OutboxError && error.code === 'in_use'
  }
}

import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process holds the lock of this file; waits up to `timeoutMs`. It is SQLite's file lock,
 * which the operating system gives back when a process dies, however it dies.
 */
export async function withFileLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    const release = tryFileLock(file)
    if (release) {
      try {
        return await work()
      } finally {
        release()
      }
    }
    if (waitedMs >= timeoutMs)
      throw new Error(`Another process has held ${file} for ${timeoutMs / 1000} s. End it and try again.`)
    await sleep(50)
  }
}

/** Takes the lock if it is free; returns how to give it back, or undefined. */
export function tryFileLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
    return () => database.close()
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

const SQLITE_BUSY = 5

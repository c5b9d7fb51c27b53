/** What this browser remembers of the log: its key from the first use on, and the last checkpoint it has worked out itself. */
export interface KeptLog {
  readonly origin: string
  readonly logKey: string
  readonly keySinceMs: number
  readonly size: number
  /** Base64. */
  readonly root: string
  readonly verifiedAtMs: number
  /** The entry that was verified last. */
  readonly index: number
}

const KEY = 'counterfoil.audit.log'

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** Null before the first use; what cannot be read counts as kept by nobody. */
export function readKeptLog(storage: Storage): KeptLog | null {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? 'null') as KeptLog | null
    return kept !== null && typeof kept.logKey === 'string' && Number.isSafeInteger(kept.size) ? kept : null
  } catch {
    return null
  }
}

/** A browser that may keep nothing verifies all the same, each time as if it were the first. */
export function keepLog(storage: Storage, kept: KeptLog): void {
  try {
    storage.setItem(KEY, JSON.stringify(kept))
  } catch {
    return
  }
}

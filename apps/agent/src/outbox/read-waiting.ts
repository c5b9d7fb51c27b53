import { existsSync } from 'node:fs'
import { openOutboxForReading } from './open-outbox.ts'
import type { Waiting } from './outbox.ts'

/** What a record's file holds that the hub has not got; nothing waits where there is no record. Throws `OutboxError`. */
export function readWaiting(path: string, nowMs: number): Waiting {
  if (!existsSync(path)) return { events: 0, oldestMs: 0, ofEarlierEpochs: 0 }
  const outbox = openOutboxForReading(path)
  try {
    return outbox.waiting(nowMs)
  } finally {
    outbox.close()
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { classOfEvent } from '@counterfoil/protocol'
import type { Backlog, Recordable } from './outbox.ts'

type Sums = { -readonly [Class in keyof Backlog]: number }

/** Undelivered bytes per class that may be given up: read once, then carried along with every append and acknowledgement. */
export function createBacklog(db: DatabaseSync, epoch: number, delivered: number) {
  const select = db.prepare(
    'SELECT kind, sum(octet_length(body)) AS bytes FROM event WHERE epoch = ? AND seq > ? AND seq <= ? GROUP BY kind',
  )
  let sums: Sums = { debug: 0, metrics: 0, status: 0 }
  let behind = delivered
  const count = (kind: string, bytes: number) => {
    const eventClass = classOfEvent(kind)
    if (eventClass in sums) sums[eventClass as keyof Sums] += bytes
  }
  const countRows = (after: number, upTo: number, sign: 1 | -1) => {
    for (const { kind, bytes } of select.iterate(epoch, after, upTo)) count(String(kind), sign * Number(bytes))
  }
  countRows(delivered, Number.MAX_SAFE_INTEGER, 1)

  return {
    read: (): Backlog => sums,
    appended(events: readonly { readonly event: Recordable; readonly bytes: number }[]): void {
      sums = { ...sums }
      for (const { event, bytes } of events) count(event.kind, bytes)
    },
    acknowledged(upTo: number): void {
      sums = { ...sums }
      countRows(behind, upTo, -1)
      behind = upTo
    },
  }
}

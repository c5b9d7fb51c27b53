import { createHash, type Hash } from 'node:crypto'
import type { EventLine } from './format.ts'

export interface MonthRows {
  readonly events: number
  /** Hexadecimal. */
  readonly digest: string
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content)

/**
 * A hash over every column of every event of a month, as `event_rows_digest` makes it in the database: of each store in the order of
 * the key, then of all stores. Take the events in the file's order, which is that one.
 */
export class RowDigest {
  readonly #stores: { readonly id: number; readonly hash: Hash; events: number }[] = []

  take(storeId: number, line: EventLine): void {
    let store = this.#stores.at(-1)
    if (store?.id !== storeId) {
      store = { id: storeId, hash: createHash('sha256'), events: 0 }
      this.#stores.push(store)
    }
    store.hash.update(sha256(textOf(line)).digest())
    store.events += 1
  }

  /** Once, after the last. */
  finish(): MonthRows {
    const all = createHash('sha256')
    for (const { id, hash, events } of this.#stores) all.update(`${id}|${events}|`).update(hash.digest())
    return { events: this.#stores.reduce((sum, { events }) => sum + events, 0), digest: all.digest('hex') }
  }
}

function textOf(line: EventLine): string {
  const { recordedAtMs, agent, epoch, seq, atMs, understood, terminal, payment, cut, hash, body, kind } = line
  const day = new Date(recordedAtMs).toISOString().slice(0, 10)
  const bodyHash = sha256(Buffer.from(body, 'base64')).digest('hex')
  const flags = { understood: understood ? 1 : 0, cut: cut ? 1 : 0 }
  return [
    ...[day, agent, epoch, seq, recordedAtMs, atMs, flags.understood, terminal ?? '-', payment ?? '-'],
    ...[flags.cut, hash, bodyHash, kind],
  ].join('|')
}

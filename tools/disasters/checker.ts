import { type MemoryDatabase, streamKey } from '@counterfoil/services/testing'

/** An invariant that did not hold, with the virtual moment it was seen at. */
export interface Violation {
  readonly invariant: string
  readonly atMs: number
  readonly what: string
}

interface Sums {
  salesMinor: number
  approved: number
}

/**
 * Knows what the agents really recorded and looks at the database after every change of it: I1 acknowledged is kept, I2
 * nothing but what was recorded, I3 no hole, I4 one effect per event, I6 order. Everything is checked where it is new only.
 */
export class Checker {
  readonly violations: Violation[] = []
  readonly #database: MemoryDatabase
  readonly #nowMs: () => number
  /** agent/seq/hash → body, of everything an agent ever put on a disk. */
  readonly #recorded = new Map<string, string>()
  readonly #acknowledged = new Map<string, number>()
  #checked = new Map<string, number>()
  #sums = new Map<number, Sums>()
  #counted = new Set<string>()

  constructor(database: MemoryDatabase, nowMs: () => number) {
    this.#database = database
    this.#nowMs = nowMs
  }

  fail(invariant: string, what: string): void {
    this.violations.push({ invariant, atMs: this.#nowMs(), what })
  }

  noteRecorded(agentId: number, seq: number, hash: string, body: string): void {
    this.#recorded.set(`${agentId}/${seq}/${hash}`, body)
  }

  /** The hub says, on its way out, that it holds the stream up to there. */
  acknowledged(agentId: number, epoch: number, highWater: number, head: string): void {
    this.look()
    const key = streamKey(agentId, epoch)
    const held = this.#database.hashAt({ storeId: 0, agentId, epoch, seq: highWater })?.toString('hex')
    if (highWater > 0 && held !== head) this.fail('I1', `acknowledged ${key}/${highWater}, which the database does not hold`)
    this.#acknowledged.set(key, Math.max(highWater, this.#acknowledged.get(key) ?? 0))
  }

  /** A database brought back from a backup has forgotten lawfully; from here on everything is looked at anew. */
  restored(): void {
    this.#acknowledged.clear()
    this.#checked = new Map()
    this.#sums = new Map()
    this.#counted = new Set()
    this.look()
  }

  look(): void {
    for (const [key, cursor] of this.#database.streams) {
      const rows = this.#database.events.get(key) ?? []
      for (let index = this.#checked.get(key) ?? 0; index < rows.length; index += 1) {
        const row = rows[index]
        if (row === undefined) continue
        const name = `${key}/${row.seq}`
        if (row.seq !== index + 1) this.fail('I3', `${name} is written as number ${index + 1} of its stream`)
        const body = this.#recorded.get(`${row.agentId}/${row.seq}/${Buffer.from(row.hash).toString('hex')}`)
        if (body !== row.body) this.fail('I2', `${name} was never recorded by its agent`)
        if (row.kind === 'payment.finalised') this.#count(row.storeId, row.body)
      }
      this.#checked.set(key, rows.length)
      if (cursor.highWater !== rows.length) this.fail('I3', `${key} stands at ${cursor.highWater} with ${rows.length} events`)
      if (cursor.highWater < (this.#acknowledged.get(key) ?? 0)) this.fail('I1', `${key} fell back behind its acknowledgement`)
    }
    this.#compareSums()
  }

  #count(storeId: number, body: string): void {
    const event = JSON.parse(body) as { payment: string; outcome: string; paymentKind: string; amountMinor: number }
    const sums = this.#sums.get(storeId) ?? { salesMinor: 0, approved: 0 }
    this.#sums.set(storeId, sums)
    if (this.#counted.has(event.payment)) return
    this.#counted.add(event.payment)
    if (event.outcome !== 'approved') return
    const sale = event.paymentKind === 'sale'
    sums.salesMinor += sale ? event.amountMinor : -event.amountMinor
    sums.approved += sale ? 1 : 0
  }

  #compareSums(): void {
    for (const table of ['days', 'minutes'] as const) {
      const held = new Map<number, Sums>()
      for (const { storeId, salesMinor, approved } of this.#database[table].values()) {
        const sums = held.get(storeId) ?? { salesMinor: 0, approved: 0 }
        held.set(storeId, { salesMinor: sums.salesMinor + salesMinor, approved: sums.approved + approved })
      }
      for (const [storeId, { salesMinor, approved }] of this.#sums) {
        const shown = held.get(storeId) ?? { salesMinor: 0, approved: 0 }
        if (shown.salesMinor !== salesMinor || shown.approved !== approved)
          this.fail(
            'I4',
            `store ${storeId}, ${table}: ${shown.approved} sales, ${shown.salesMinor}; its events say ${approved}, ${salesMinor}`,
          )
      }
    }
  }
}

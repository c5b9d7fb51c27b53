import { canonicalJson } from '@counterfoil/audit'
import { classOfEvent } from '@counterfoil/protocol'
import type { AlertEntry, GivenUp, Losses, Recordable } from '../outbox/outbox.ts'

/** What was not kept, what is held back and which alerts are raised. */
export class MemoryLosses {
  readonly #givenUp = new Map<string, GivenUp>()
  readonly #held = new Map<string, Recordable>()
  readonly #alerts = new Map<string, AlertEntry>()

  noteRecorded(source: object, kind: string, terminal: string | undefined, atMs: number): void {
    const told = source as Readonly<Record<string, unknown>>
    if (kind === 'agent.gap') this.#givenUp.delete(`${String(told.class)}/${String(told.why)}`)
    if (kind === 'agent.alert') {
      const code = String(told.code)
      if (told.state !== 'raised') this.#alerts.delete(code)
      else this.#alerts.set(code, { code, sinceMs: this.#alerts.get(code)?.sinceMs ?? atMs, detail: String(told.detail) })
    }
    if (terminal !== undefined && classOfEvent(kind) === 'status') this.#held.delete(`${terminal}/${kind}`)
  }

  /** What was given up before lies before a new epoch's first event. */
  beginEpoch(): void {
    for (const [key, one] of this.#givenUp) this.#givenUp.set(key, { ...one, firstSeq: 0, lastSeq: 0 })
  }

  write({ givenUp, held }: Losses): void {
    for (const one of givenUp) this.#givenUp.set(`${one.class}/${one.why}`, { ...one })
    for (const event of held) this.#held.set(`${event.terminal}/${event.kind}`, JSON.parse(canonicalJson(event)) as Recordable)
  }

  read(): Losses {
    return { givenUp: byKey(this.#givenUp), held: byKey(this.#held) }
  }

  list(): readonly AlertEntry[] {
    return byKey(this.#alerts)
  }
}

function byKey<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

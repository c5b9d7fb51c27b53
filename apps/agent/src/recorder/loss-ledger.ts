import { classOfEvent, type EventClass } from '@counterfoil/protocol'
import type { GivenUp, Losses, Recordable } from '../outbox/outbox.ts'

const keyOf = (event: Recordable): string => `${event.terminal}/${event.kind}`
/** Of a status the newest is kept; of everything else, nothing. */
const isHeld = (event: Recordable): boolean => classOfEvent(event.kind) === 'status' && event.terminal !== undefined

/** What ends the open stretches of some classes: gap entries, then the statuses that were held back. */
export interface Closing {
  readonly gaps: readonly GivenUp[]
  readonly held: readonly Recordable[]
  /** Held statuses that a newer one replaces. */
  readonly replaced: readonly Recordable[]
}

/** Counts what is not kept, exactly, stretch by stretch; in memory first, because the disk may take nothing. */
export class LossLedger {
  readonly #givenUp = new Map<string, GivenUp>()
  readonly #held = new Map<string, Recordable>()

  constructor({ givenUp, held }: Losses) {
    for (const one of givenUp) this.#givenUp.set(`${one.class}/${one.why}`, one)
    for (const event of held) this.#held.set(keyOf(event), event)
  }

  get losses(): Losses {
    return { givenUp: [...this.#givenUp.values()], held: [...this.#held.values()] }
  }

  /** `lastSeq`: the number recorded last. */
  giveUp(event: Recordable, why: GivenUp['why'], lastSeq: number): void {
    if (!isHeld(event)) {
      this.#count(event, why, lastSeq)
      return
    }
    const before = this.#held.get(keyOf(event))
    this.#held.set(keyOf(event), event)
    if (before !== undefined) this.#count(before, why, lastSeq)
  }

  /** The entries to write before `events`, for every class that may be recorded again. */
  close(keeps: (eventClass: EventClass) => boolean, events: readonly Recordable[], lastSeq: number): Closing {
    const held = [...this.#held.values()].filter(() => keeps('status'))
    const newer = new Set(events.map(keyOf))
    const replaced = held.filter((event) => newer.has(keyOf(event)))
    for (const event of replaced) {
      this.#held.delete(keyOf(event))
      this.#count(event, 'disk', lastSeq)
    }
    return {
      gaps: [...this.#givenUp.values()].filter((one) => keeps(one.class)),
      held: held.filter((event) => !newer.has(keyOf(event))),
      replaced,
    }
  }

  /** The closing is on disk. */
  closed({ gaps, held }: Closing): void {
    for (const one of gaps) this.#givenUp.delete(`${one.class}/${one.why}`)
    for (const event of held) this.#held.delete(keyOf(event))
  }

  #count(event: Recordable, why: GivenUp['why'], lastSeq: number): void {
    const lost = classOfEvent(event.kind)
    const before = this.#givenUp.get(`${lost}/${why}`)
    this.#givenUp.set(`${lost}/${why}`, {
      class: lost,
      why,
      count: (before?.count ?? 0) + 1,
      firstSeq: before?.firstSeq ?? lastSeq,
      lastSeq,
      fromMs: Math.min(before?.fromMs ?? event.at, event.at),
      toMs: Math.max(before?.toMs ?? event.at, event.at),
    })
  }
}

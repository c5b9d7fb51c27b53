import { type AgentEventKind, cutFields, EVENT_FIELDS, NOT_UNDERSTOOD_FIELDS, scanFields } from '@counterfoil/protocol'
import type { Recordable } from '../outbox/outbox.ts'

/** A free text that held card numbers, which are cut or refused; the numbers are truncated. */
export interface CardNumberSighting {
  readonly place: string
  readonly terminal?: string
  readonly payment?: string
  /** The till that sent it. */
  readonly till?: string
  readonly numbers: readonly string[]
}

/** What a sighting is told as, until the hub has been told of the same place a minute ago. */
export interface CardNumberFact extends CardNumberSighting {
  readonly kind: 'agent.card_number'
  readonly count: number
}

/** Of one place at most one event a minute: a till that tries again for ever must not fill the record. */
const QUIET_MS = 60_000
const MOST_NUMBERS = 8
const MOST_PLACES = 500

/** Keeps count of sightings, so that each one is told, at once or with the next of its place. */
export function createCardNumberWatch(monotonicMs: () => number) {
  const places = new Map<string, { toldMs: number; untold: number }>()

  return {
    /** Facts to record for these sightings; `told` says that they are on disk. */
    tell(sightings: readonly CardNumberSighting[]): { readonly facts: readonly CardNumberFact[]; told(): void } {
      const nowMs = monotonicMs()
      const byPlace = Map.groupBy(sightings, ({ place, terminal, till }) => `${place}/${terminal ?? ''}/${till ?? ''}`)
      const facts: CardNumberFact[] = []
      const told: string[] = []
      for (const [key, seen] of byPlace) {
        const before = places.get(key)
        const numbers = seen.flatMap((one) => one.numbers)
        const [first] = seen
        if (first === undefined) continue
        if (before !== undefined && nowMs - before.toldMs < QUIET_MS) {
          before.untold += numbers.length
          continue
        }
        const count = numbers.length + (before?.untold ?? 0)
        facts.push({ ...first, kind: 'agent.card_number', count, numbers: [...new Set(numbers)].slice(0, MOST_NUMBERS) })
        told.push(key)
      }
      return {
        facts,
        told() {
          for (const key of told) {
            places.delete(key)
            if (places.size < MOST_PLACES) places.set(key, { toldMs: nowMs, untold: 0 })
          }
        },
      }
    },
  }
}

/** The event without card numbers in its free texts, and where they stood; the same event where there were none. */
export function cutEvent<Event extends Recordable>(
  event: Event,
): { readonly event: Event; readonly sightings: readonly CardNumberSighting[] } {
  const table = EVENT_FIELDS[event.kind as AgentEventKind] ?? NOT_UNDERSTOOD_FIELDS
  const found = scanFields(table, event)
  if (found.length === 0) return { event, sightings: [] }
  const { terminal, payment } = event
  const sightings = [...Map.groupBy(found, ({ field }) => field)].map(([field, inField]) => ({
    place: `${event.kind}.${field}`.slice(0, 120),
    ...(terminal !== undefined && { terminal }),
    ...(payment !== undefined && { payment }),
    numbers: inField.map(({ truncated }) => truncated),
  }))
  return { event: cutFields(table, event), sightings }
}

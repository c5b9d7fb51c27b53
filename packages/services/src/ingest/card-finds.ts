import type { CardAlarmContent, CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { ReadEvent } from './read-event.ts'

/** Where an event stands, as far as an alarm names it. */
export interface FindPlace {
  readonly storeId: number
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly terminalId: number | null
}

const NOTHING: readonly CardAlarmFind[] = []

/** Alarms one event gives: card numbers that had to be cut out of it, and those its agent says it cut or refused. */
export function cardFindsOf({ read, place }: { readonly read: ReadEvent; readonly place: FindPlace }): readonly CardAlarmFind[] {
  const { cut, event } = read
  if (cut === null && event?.kind !== 'agent.card_number') return NOTHING
  const { storeId, agentId, epoch, seq, terminalId } = place
  const source =
    terminalId === null || event?.kind === 'payment.opened'
      ? ({ kind: 'agent', id: String(agentId) } as const)
      : ({ kind: 'terminal', id: String(terminalId) } as const)
  const from = { source, storeId, agentId, terminalId, till: tillOf(read) }
  const finds: CardAlarmFind[] = []
  if (event?.kind === 'agent.card_number')
    finds.push({ ...from, place: event.place, numbers: event.numbers, count: event.count, content: null })
  if (cut !== null) {
    const content: CardAlarmContent = { what: 'event', exact: cut.exact, agentId, epoch, seq }
    for (const [field, found] of Map.groupBy(cut.found, (one) => one.field)) {
      const numbers = found.map(({ truncated }) => truncated)
      const name = field === '' ? read.kind : `${read.kind}.${field}`
      finds.push({ ...from, place: name, numbers, count: numbers.length, content })
    }
  }
  return finds
}

/** The till whose words the event carries. */
function tillOf({ event }: ReadEvent): string | null {
  if (event?.kind === 'agent.card_number') return event.till ?? null
  const till = event?.kind === 'payment.opened' ? event.details.till : undefined
  return typeof till === 'string' ? till : null
}

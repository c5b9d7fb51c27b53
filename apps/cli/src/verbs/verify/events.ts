import type { EventMonthReport } from '@counterfoil/services/event-months/verify'
import { VERDICTS } from './verdicts.ts'

/** A month of events in words. */
export function tellEvents({
  verdict,
  month,
  origin,
  stores,
  streams,
  batches,
  events,
  findings,
  remarks,
}: EventMonthReport): string[] {
  return [
    VERDICTS[verdict].replaceAll('every entry', 'every event').replaceAll('entries', 'events'),
    '',
    `Events of ${month} of ${origin}: ${events} events in ${batches} signed batches, ${streams} chains of agents in ${stores} stores.`,
    ...findings.map(({ text }) => `✗ ${text}`),
    ...remarks.map((text) => `· ${text}`),
  ]
}

import { paymentSelectList } from '../ingest/payment-columns.ts'
import { paymentIdDate } from '../ingest/payment-id-time.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import type { TerminalPlace } from '../ingest/registry-places.ts'
import type { ReadRows } from '../read-rows.ts'
import type { OpenUnknowns } from './open-unknowns.ts'
import { type StoreChanges, setPayment } from './store-changes.ts'

/** Reads the payments that other hubs have told of, into the changes; gives the places of their terminals. */
export async function readHeardPayments(
  rows: ReadRows,
  changes: readonly StoreChanges[],
  unknowns: OpenUnknowns,
): Promise<ReadonlyMap<number, TerminalPlace>> {
  const heard = changes.flatMap((of) => [...of.heardPayments].map((id) => ({ of, id })))
  if (heard.length === 0) return new Map()
  const states = await rows<PaymentState>(
    `select ${paymentSelectList()} from unnest($1::int[], $2::date[], $3::uuid[]) u(store_id, opened_on, id)
     join payment p on p.store_id = u.store_id and p.opened_on = u.opened_on and p.id = u.id`,
    heard.map(({ of }) => of.storeId),
    heard.map(({ id }) => paymentIdDate(id)),
    heard.map(({ id }) => id),
  )
  const byStore = new Map(changes.map((of) => [of.storeId, of]))
  for (const state of states) {
    const of = byStore.get(state.storeId)
    if (of !== undefined) setPayment(of, state, of.recordedAtMs, unknowns)
  }
  unknowns.apply(states)
  return readPlaces(rows, [...new Set(states.map(({ terminalId }) => terminalId))])
}

async function readPlaces(rows: ReadRows, terminalIds: readonly number[]): Promise<ReadonlyMap<number, TerminalPlace>> {
  const places = await rows<TerminalPlace>(
    `select a.terminal_id as "terminalId", a.lane_id as "laneId", l.key as lane, a.key
     from terminal_assignment a join lane l on l.id = a.lane_id where a.terminal_id = any($1::int[]) and a.until is null`,
    terminalIds,
  )
  return new Map(places.map((place) => [place.terminalId, place]))
}

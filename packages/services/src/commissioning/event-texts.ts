import { epochMs } from '../read-rows.ts'

/** SQL text: an event of the record as an `EventRef`. */
export const eventRef = (alias: string): string =>
  `json_build_object('agentId', ${alias}.agent_id, 'epoch', ${alias}.epoch, 'seq', ${alias}.seq, 'kind', ${alias}.kind,
     'atMs', ${epochMs(`${alias}.at`)}, 'recordedAtMs', ${epochMs(`${alias}.recorded_at`)}, 'hash', encode(${alias}.hash, 'hex'))`

/** SQL text: the events of store $1 that were recorded since $2. */
export const eventsSince = `(select * from event where store_id = $1::int
  and recorded_on >= ($2::timestamptz at time zone 'UTC')::date and recorded_at >= $2)`

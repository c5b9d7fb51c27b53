/**
 * SQL text: the event behind a row that keeps whose and which it is, and when it was recorded: found by its key, in its own month.
 * What was moved into the archive has none here.
 */
export const eventOf = (alias: string, storeId: string): string =>
  `lateral (select * from event x where x.store_id = ${storeId}
     and x.recorded_on between (${alias}.recorded_at at time zone 'UTC')::date - 1 and (${alias}.recorded_at at time zone 'UTC')::date + 1
     and x.agent_id = ${alias}.agent_id and x.epoch = ${alias}.epoch and x.seq = ${alias}.seq)`

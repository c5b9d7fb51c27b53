import type pg from 'pg'

const LOCK = [7_236_839, 41] as const

/** Whoever changes a route or contract is alone: two at once are asked one after the other. */
export const lockAgreements = async (client: pg.ClientBase): Promise<void> => {
  await client.query('select pg_advisory_xact_lock($1, $2)', [...LOCK])
}

/** Whoever judges payments by them: what is changed meanwhile finds these payments judged, and asks for them again. */
export const shareAgreements = async (client: pg.ClientBase): Promise<void> => {
  await client.query('select pg_advisory_xact_lock_shared($1, $2)', [...LOCK])
}

import type { StackDatabase } from './open-database.ts'

/** Undoes what a walk over everything took from the limits of this machine's address, or whoever comes next is told to wait. */
export async function giveRatesBack({ services }: StackDatabase): Promise<void> {
  await services.pool.query('delete from rate_bucket')
}

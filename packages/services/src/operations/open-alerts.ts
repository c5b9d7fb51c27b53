import type { ServiceContext } from '../context.ts'

/** Keys of all alerts that are open, whoever raised them. */
export async function readOpenAlerts({ pool }: Pick<ServiceContext, 'pool'>): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ key: string }>(
    `select rule || ' ' || subject as key from operations_alert where ended_at is null`,
  )
  return new Set(rows.map(({ key }) => key))
}

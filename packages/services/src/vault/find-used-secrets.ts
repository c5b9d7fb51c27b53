import type { ServiceContext } from '../context.ts'

/** The server's secrets that were in use at some time, each by the name of the key it is known by; null where none was. */
export interface UsedSecrets {
  readonly hub: string | null
  readonly dashboard: string | null
}

/** What the database knows of the secrets, without having them: who finds no file of one that was used has lost it. */
export async function findUsedSecrets({ pool }: Pick<ServiceContext, 'pool'>): Promise<UsedSecrets> {
  const { rows } = await pool.query<{ kind: string; id: string }>(
    `select distinct on (kind) kind, id from server_key where kind in ('vault', 'dashboard') order by kind, current_since desc`,
  )
  const idOf = (kind: string) => rows.find((row) => row.kind === kind)?.id ?? null
  return { hub: idOf('vault'), dashboard: idOf('dashboard') }
}

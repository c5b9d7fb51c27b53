import { rememberBackup } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { isOther, type RememberBackup } from './read-backup.ts'

/** In the database, which outlives hubs. */
export function rememberIn({ pool, now }: Pick<HubParts, 'pool'> & { readonly now: () => Date }): RememberBackup {
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms))
  return async (folder, seen) => {
    const { newestMs, logMs } = seen
    const wanted = { newestAt: dateOf(newestMs), logAt: dateOf(logMs), isOther: isOther(seen) }
    const { since, newestAt, logAt } = await rememberBackup({ pool, now }, folder, wanted)
    return { sinceMs: since.getTime(), newestMs: newestAt?.getTime() ?? null, logMs: logAt?.getTime() ?? null }
  }
}

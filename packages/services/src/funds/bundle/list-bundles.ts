import { findLogIdentity } from '../../audit/log-key.ts'
import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { bundleColumns, type ListedBundle } from './bundle-row.ts'

const MOST_LISTED = 100

export interface BundlesListed {
  readonly bundles: readonly ListedBundle[]
  /** By which one is checked; null before there is a log. */
  readonly logKey: string | null
  readonly acquirers: readonly string[]
}

/** The newest first. */
export async function listBundles(ctx: ServiceContext): Promise<BundlesListed> {
  requireWholeChain(ctx)
  const { rows: bundles } = await ctx.pool.query<ListedBundle>(
    `select ${bundleColumns} from funds_bundle b join "user" u on u.id = b.asked_by order by b.asked_at desc, b.id limit ${MOST_LISTED}`,
  )
  const { rows } = await ctx.pool.query<{ acquirer: string }>('select distinct acquirer from funds_contract order by acquirer')
  const identity = await findLogIdentity(ctx)
  return { bundles, logKey: identity?.logKey ?? null, acquirers: rows.map(({ acquirer }) => acquirer) }
}

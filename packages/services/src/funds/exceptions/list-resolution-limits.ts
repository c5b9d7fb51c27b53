import type { ServiceContext } from '../../context.ts'
import { RESOLUTION_LIMIT_MINOR } from './resolution.ts'

export interface ResolutionLimits {
  /** Of currencies that are not named, in their minor units. */
  readonly otherMinor: number
  readonly limits: readonly { readonly currency: string; readonly limitMinor: number }[]
}

/** Above which sums two people end an exception. */
export async function listResolutionLimits({ pool }: Pick<ServiceContext, 'pool'>): Promise<ResolutionLimits> {
  const { rows } = await pool.query<ResolutionLimits['limits'][number]>(
    `select currency::text as currency, limit_minor::float8 as "limitMinor" from funds_resolution_limit order by currency`,
  )
  return { otherMinor: RESOLUTION_LIMIT_MINOR, limits: rows }
}

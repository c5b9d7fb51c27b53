import type { ServiceContext } from '@counterfoil/services'
import { type PersonAccess, type PersonRole, personRoles, type Reach } from '@counterfoil/services/permissions'
import { findStoreIds } from '@counterfoil/services/stores'
import { UsageError } from '../../cli-error.ts'

/** How a part of the chain is said; without any of these it is all of it. */
export const reachOptions = { country: { type: 'string' }, region: { type: 'string' }, stores: { type: 'string' } } as const

export interface ReachGiven {
  readonly country?: string | undefined
  readonly region?: string | undefined
  readonly stores?: string | undefined
}

export function parseRole(text: string | undefined): PersonRole {
  const role = personRoles.find((one) => one === text)
  if (role !== undefined) return role
  throw new UsageError(`${text === undefined ? 'name a role' : `there is no role "${text}"`}: ${personRoles.join(', ')}`)
}

/** What can be told without the database: whether the options fit together. */
export function checkReachOptions({ country, region, stores }: ReachGiven): void {
  if (region !== undefined && country === undefined) throw new UsageError('--region needs its --country')
  if (stores !== undefined && country !== undefined)
    throw new UsageError('name a country, a region or stores, not several of them')
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    throw new UsageError(`--country is two letters such as DE, not "${country}"`)
  if (stores !== undefined && splitCodes(stores).length === 0)
    throw new UsageError('--stores takes the stores’ codes, such as 0417,0612')
}

/** What the options say, once the stores' codes are looked up. */
export async function accessFrom(
  ctx: Pick<ServiceContext, 'pool'>,
  role: PersonRole,
  { country, region, stores }: ReachGiven,
): Promise<PersonAccess> {
  const reach: Reach =
    stores !== undefined
      ? { kind: 'stores', storeIds: await findStoreIds(ctx, splitCodes(stores)) }
      : country === undefined
        ? { kind: 'chain' }
        : region === undefined
          ? { kind: 'country', country }
          : { kind: 'region', country, region }
  return { role, reach }
}

function splitCodes(text: string): string[] {
  return text
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
}

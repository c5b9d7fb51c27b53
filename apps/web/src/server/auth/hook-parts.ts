import type { Prisma } from '@counterfoil/db'
import type { Factor, ServiceContext } from '@counterfoil/services'
import type { Attempt } from '@counterfoil/services/sign-in'
import { readRequestOrigin } from '../request-origin.ts'

/** What a request tries, from before better-auth looks until after it answered. */
export interface Trying {
  readonly factor: Factor
  readonly email: string
  /** Null for an address without an account. */
  readonly userId: string | null
  /** The first code of an app that is being connected. */
  readonly enrolling: boolean
  readonly attempt: Attempt
}

export interface HookParts {
  readonly db: Prisma
  readonly services: ServiceContext
  /** By request, as better-auth hands the same one to both hooks. */
  readonly trying: WeakMap<Request, Trying>
}

/** The services for one request: the product itself, and where the request came from. */
export function servicesOf({ services }: HookParts, request: Request | undefined): ServiceContext {
  return request === undefined ? services : { ...services, origin: readRequestOrigin(request.headers) }
}

import type { Prisma } from '@counterfoil/db'
import type { ServiceContext } from '@counterfoil/services'

export interface HookParts {
  readonly db: Prisma
  readonly services: ServiceContext
}

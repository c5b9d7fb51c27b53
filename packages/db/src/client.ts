import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client.ts'
import { type DatabaseRole, withRole } from './roles.ts'

export type Prisma = PrismaClient
/** Prisma inside `$transaction`. */
export type PrismaTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export interface PrismaOptions {
  /** The owner's URL. */
  readonly url: string
  readonly role?: DatabaseRole
  readonly max?: number
  readonly onConnectionError?: (error: Error) => void
}

/** A machine that is busy waits; Prisma's own two and five seconds are for one that is not. */
const PATIENT = { maxWait: 10_000, timeout: 20_000 }

/** A Prisma client with the application's rights (no DDL, insert-only on the record). Connects at the first query. */
export function createPrisma({ url, role = 'app', max = 10, onConnectionError = ignore }: PrismaOptions): Prisma {
  const adapter = new PrismaPg(
    { connectionString: withRole(url, role), max, application_name: 'counterfoil' },
    { onPoolError: onConnectionError, onConnectionError },
  )
  return new PrismaClient({ adapter, transactionOptions: PATIENT })
}

function ignore(): void {}

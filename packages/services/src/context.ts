import type { Prisma } from '@counterfoil/db'
import type pg from 'pg'
import type { Reach } from './permissions/reach.ts'

/** Who asks for something to be done. A person's reach comes from their account, never from input. */
export type Actor =
  | { readonly kind: 'user'; readonly id: string; readonly sessionId: string; readonly reach: Reach }
  | { readonly kind: 'agent'; readonly id: number; readonly storeId: number }
  /** The product itself, and which part of it: `hub`, `cli`, `seed` … */
  | { readonly kind: 'system'; readonly name: string }

/** What every verb gets, built once per request or job where the process is put together. */
export interface ServiceContext {
  readonly db: Prisma
  /** For statements Prisma cannot say well; the same database and rights as `db`. */
  readonly pool: pg.Pool
  readonly actor: Actor
  readonly now: () => Date
  /** A new UUIDv7. */
  readonly newId: () => string
}

import type { Prisma } from '@counterfoil/db'
import type pg from 'pg'
import type { Reach } from './permissions/reach.ts'

/** Who asks for something to be done. A person's reach comes from their account, never from input. */
export type Actor =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly sessionId: string
      readonly reach: Reach
      /** The kinds of factors this session has shown. */
      readonly factors: readonly Factor[]
    }
  /** A program of the chain's own, by its API token. */
  | { readonly kind: 'token'; readonly id: string; readonly reach: Reach }
  /** A screen on a wall: a device, nobody's account. */
  | { readonly kind: 'screen'; readonly id: string; readonly reach: Reach }
  | { readonly kind: 'agent'; readonly id: number; readonly storeId: number }
  /** The product itself, and which part of it: `hub`, `cli`, `seed` … */
  | { readonly kind: 'system'; readonly name: string }

/** Ways somebody proves who they are. `sso` stands for what an identity provider vouched for. */
export const factors = ['password', 'totp', 'recovery_code', 'passkey', 'sso'] as const
export type Factor = (typeof factors)[number]

/** Where a request came from, as far as the proxy in front can be believed. */
export interface RequestOrigin {
  readonly address: string
  readonly userAgent?: string
}

/** What every verb gets, built once per request or job where the process is put together. */
export interface ServiceContext {
  readonly db: Prisma
  /** For statements Prisma cannot say well; the same database and rights as `db`. */
  readonly pool: pg.Pool
  readonly actor: Actor
  /** Absent for what no request asked for. */
  readonly origin?: RequestOrigin
  /** One for all that a request asks for, made by the server: entries of the log that carry the same one belong together. */
  readonly requestId?: string
  readonly now: () => Date
  /** A new UUIDv7. */
  readonly newId: () => string
}

import type { ServiceContext } from '../context.ts'

/** How many people have an account. */
export function countUsers(ctx: ServiceContext): Promise<number> {
  return ctx.db.user.count()
}

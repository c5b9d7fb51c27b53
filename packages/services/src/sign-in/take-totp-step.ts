import type { ServiceContext } from '../context.ts'

/** Takes a 30-second step for a person, once: false when this step or a later one was used before (RFC 6238, 5.2). */
export async function takeTotpStep(ctx: Pick<ServiceContext, 'pool'>, userId: string, step: number): Promise<boolean> {
  const { rowCount } = await ctx.pool.query(
    `insert into totp_step as t (user_id, step) values ($1, $2)
     on conflict (user_id) do update set step = excluded.step where t.step < excluded.step`,
    [userId, step],
  )
  return rowCount === 1
}

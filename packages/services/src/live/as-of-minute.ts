import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

const MINUTE_MS = 60_000

/** The full minute a question about the past is answered for: everything recorded before it, nothing after. Throws `invalid` for the future. */
export function asOfMinute(ctx: Pick<ServiceContext, 'now'>, askedMs: number): number {
  if (askedMs > ctx.now().getTime())
    throw new ServiceError('invalid', 'That moment has not come yet: name one that has passed.', {
      field: 'asOfMs',
      reason: 'in_the_future',
    })
  return askedMs - (askedMs % MINUTE_MS)
}

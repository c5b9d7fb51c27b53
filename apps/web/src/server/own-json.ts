import type { Env } from '../env.ts'
import { isOwnOrigin } from './own-origins.ts'
import { refuse } from './refuse.ts'
import { withSmallBody } from './small-body.ts'

/**
 * What every change goes through before it is looked at: JSON of our own pages, no larger than it needs to be. The request with its
 * body already read, or the answer that refuses it: a form or a link of another site gets 403 or 415.
 */
export async function takeOwnJson(
  request: Request,
  settings: Pick<Env, 'publicOrigin'>,
  mostBytes: number,
): Promise<{ readonly taken: Request } | { readonly refused: Response }> {
  if (!isOwnOrigin(request.headers, settings))
    return { refused: refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.') }
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return { refused: refuse(415, 'NOT_JSON', 'This takes application/json only.') }
  const small = await withSmallBody(request, mostBytes)
  return small === null
    ? { refused: refuse(413, 'TOO_LARGE', `A request may have at most ${mostBytes} bytes.`) }
    : { taken: small }
}

import type { Env } from '../env.ts'
import { isOwnOrigin } from './own-origins.ts'
import { refuse } from './refuse.ts'
import { withSmallBody } from './small-body.ts'

/** A request of our own pages, with its body already read: JSON by POST and no larger than it needs to be. Or the refusal to answer with. */
export async function takeOwnJson(
  request: Request,
  settings: Pick<Env, 'publicOrigin'>,
  mostBytes: number,
): Promise<{ readonly taken: Request } | { readonly refused: Response }> {
  if (!isOwnOrigin(request.headers, settings))
    return { refused: refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.') }
  return takeJson(request, mostBytes)
}

/** The same from wherever it comes: for who shows a credential that no browser sends by itself. */
export async function takeJson(
  request: Request,
  mostBytes: number,
): Promise<{ readonly taken: Request } | { readonly refused: Response }> {
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return { refused: refuse(415, 'NOT_JSON', 'This takes application/json only.') }
  const small = await withSmallBody(request, mostBytes)
  return small === null
    ? { refused: refuse(413, 'TOO_LARGE', `A request may have at most ${mostBytes} bytes.`) }
    : { taken: small }
}

/** The body of such a request. */
export async function readOwnJson(
  ...asked: Parameters<typeof takeOwnJson>
): Promise<{ readonly body: unknown } | { readonly refused: Response }> {
  const json = await takeOwnJson(...asked)
  if ('refused' in json) return json
  try {
    return { body: JSON.parse(await json.taken.text()) }
  } catch {
    return { refused: refuse(400, 'NOT_JSON', 'The request is no JSON.') }
  }
}

import type { Env } from '../env.ts'
import { STRICT_TRANSPORT } from '../strict-transport.ts'
import { getRuntime, type Runtime } from './context.ts'

/** Makes a route's handler of what answers it; where people come by https, each answer keeps them there. */
export function serve(
  answer: (request: Request, runtime: Runtime) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const runtime = getRuntime()
    return keepSecure(await answer(request, runtime), runtime.settings)
  }
}

function keepSecure(response: Response, { publicOrigin }: Pick<Env, 'publicOrigin'>): Response {
  if (!publicOrigin.startsWith('https:')) return response
  // The headers of a redirect cannot be added to.
  const secured = new Response(response.body, response)
  secured.headers.set('Strict-Transport-Security', STRICT_TRANSPORT)
  return secured
}

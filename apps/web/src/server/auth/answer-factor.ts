import { isServiceError, ServiceError } from '@counterfoil/services'
import { createFactorOptions } from '@counterfoil/services/passkeys'
import { ShowFactorInput, showFactor } from '@counterfoil/services/sign-in'
import { createContext, type Runtime } from '../context.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse, tellServiceError } from '../refuse.ts'

const MOST_BYTES = 20_000

/** Shows a factor within a session: after idle time, before something is changed that asks for it, or to complete a sign-in. */
export async function answerFactor(request: Request, runtime: Runtime): Promise<Response> {
  return answerSignedIn(request, runtime, async (context, body) => {
    const input = ShowFactorInput.safeParse(body)
    if (!input.success)
      throw new ServiceError('invalid', 'This is no factor: send its kind and what belongs to it.', { reason: 'factor_invalid' })
    await showFactor(context.services, context.factorKit, input.data)
    return { ok: true }
  })
}

/** What a browser needs to show one of this person's passkeys; nothing in the body is looked at. */
export async function answerFactorOptions(request: Request, runtime: Runtime): Promise<Response> {
  return answerSignedIn(request, runtime, ({ services, factorKit }) => createFactorOptions(services, factorKit))
}

type SignedInContext = Awaited<ReturnType<typeof createContext>>

/** Hands JSON of our own pages to `answer` as whoever is signed in, with one factor or both. */
async function answerSignedIn(
  request: Request,
  runtime: Runtime,
  answer: (context: SignedInContext, body: unknown) => Promise<unknown>,
): Promise<Response> {
  const read = await readOwnJson(request, runtime.settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  const context = await createContext(request.headers, runtime)
  if (context.person === null) return refuse(401, 'SIGNED_OUT', 'You are not signed in. Sign in and try again.')
  try {
    return Response.json(await answer(context, read.body), { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (!isServiceError(error)) throw error
    return tellServiceError(error)
  }
}

import { isServiceError } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { LARGEST_FILE_BYTES, receiveFile } from '@counterfoil/services/funds/files'
import { findRefusal } from '../admit.ts'
import { admit } from '../answer-trpc.ts'
import { createContext, type RequestContext, type Runtime } from '../context.ts'
import { isOwnOrigin } from '../own-origins.ts'
import { refuse } from '../refuse.ts'
import { withinTime } from './within-time.ts'

/** Uploads at one time: each holds a file's part in memory and a spool on the disk. */
const MOST_AT_ONCE = 4
/** Half a gigabyte through a slow line; and how long that line may say nothing. */
const MOST_MS = 30 * 60_000
const SILENT_MS = 30_000

let underWay = 0

/**
 * Takes one file of a bank or an acquirer as the body, from our own pages or with a token; its name stands in the address. It is
 * kept sealed, and read by the hub afterwards: the answer says only that it is here.
 */
export async function answerFile(request: Request, runtime: Runtime): Promise<Response> {
  const authorization = request.headers.get('authorization')
  if (authorization === null && !isOwnOrigin(request.headers, runtime.settings))
    return refuse(403, 'FOREIGN_ORIGIN', 'This request did not come from the dashboard itself.')
  if (request.headers.get('content-type') !== 'application/octet-stream')
    return refuse(415, 'NOT_BYTES', 'This takes application/octet-stream only.')
  const name = new URL(request.url).searchParams.get('name') ?? ''
  if (name === '' || name.length > 1_000 || name.includes('\u0000'))
    return refuse(400, 'NAME_MISSING', 'Say what the file is called: ?name=report.csv.')
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_FILE_BYTES) return tooLarge()
  const asked =
    authorization === null ? await createContext(request.headers, runtime) : await admit(authorization, request.headers, runtime)
  if (asked instanceof Response) return asked
  const refused = await refuseUnlessAllowed(asked)
  if (refused !== null) return refused
  if (underWay >= MOST_AT_ONCE)
    return refuse(429, 'TOO_MANY_UPLOADS', 'Several files are coming in just now. Try again in a minute.')
  underWay += 1
  try {
    const content = withinTime((request.body ?? []) as AsyncIterable<Uint8Array>, { wholeMs: MOST_MS, silentMs: SILENT_MS })
    const received = await receiveFile(asked.services, { name, via: authorization === null ? 'upload' : 'token', content })
    return Response.json(received, {
      status: received.state === 'duplicate' ? 200 : 201,
      headers: { 'Cache-Control': 'no-store' },
    })
  } catch (error) {
    if (request.signal.aborted) return refuse(400, 'BROKEN_OFF', 'The file broke off; nothing of it is here.')
    return toResponse(error, runtime)
  } finally {
    underWay -= 1
  }
}

async function refuseUnlessAllowed({ asker, services, nowMs }: RequestContext): Promise<Response | null> {
  if (asker === null) return refuse(401, 'UNAUTHORIZED', 'You are not signed in. Sign in and try again.')
  const refusal = findRefusal(asker, { permission: 'funds.deliver', audit: 'funds_file.received' }, nowMs())
  if (refusal === null) return null
  if (refusal.reason !== 'idle') {
    await recordAct(services, services.pool, {
      action: 'access.refused',
      target: { type: 'route', id: '/api/v1/funds/files' },
      outcome: 'refused',
      reason: refusal.reason ?? refusal.code,
    })
  }
  const code = (refusal.reason ?? refusal.code).toUpperCase()
  return refuse(refusal.code === 'unauthenticated' ? 401 : 403, code, refusal.message)
}

function toResponse(error: unknown, runtime: Runtime): Response {
  if (isServiceError(error)) {
    if (error.reason === 'file_too_large') return tooLarge()
    return refuse(error.code === 'unavailable' ? 503 : 400, (error.reason ?? error.code).toUpperCase(), error.message)
  }
  runtime.logFault('a file could not be kept', error)
  return refuse(500, 'NOT_KEPT', 'The file could not be kept; nothing of it is here. Try again.')
}

const tooLarge = () => refuse(413, 'FILE_TOO_LARGE', 'The file is larger than any report: 512 MB at most.')

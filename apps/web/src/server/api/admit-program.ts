import { isServiceError } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { mayChangeDevices } from '@counterfoil/services/tokens'
import { z } from 'zod'
import { refuseUnlessAllowed } from '../admit-bytes.ts'
import { admit } from '../answer-trpc.ts'
import type { RequestContext, Runtime } from '../context.ts'
import { inputFields } from '../input-fields.ts'
import { takeJson } from '../read-own-json.ts'
import { refuse, tellServiceError } from '../refuse.ts'

const MOST_BYTES = 65_536

type Act = { readonly path: string } & (
  | { readonly permission: 'devices.read'; readonly audit: 'unlogged' }
  | { readonly permission: 'devices.deliver'; readonly audit: 'device.registered' | 'device.changed' }
)

/** A program with a token that may do this, or the refusal. Cookies count for nothing here: no page asks like this. */
export async function admitProgram(request: Request, runtime: Runtime, act: Act): Promise<RequestContext | Response> {
  const authorization = request.headers.get('authorization')
  if (authorization === null) {
    const response = refuse(401, 'TOKEN_MISSING', 'Show a token: Authorization: Bearer cfk_….')
    response.headers.set('WWW-Authenticate', 'Bearer')
    return response
  }
  const asked = await admit(authorization, request.headers, runtime)
  if (asked instanceof Response) return asked
  const refused = await refuseUnlessAllowed(asked, act)
  if (refused !== null) return refused
  if (act.permission === 'devices.read' || (await mayChangeDevices(asked.services))) return asked
  await recordAct(asked.services, asked.services.pool, {
    action: 'access.refused',
    target: { type: 'route', id: act.path },
    outcome: 'refused',
    reason: 'token_reads_only',
  })
  return refuse(403, 'TOKEN_READS_ONLY', 'This token reads. Have one made that changes devices.')
}

/** The body as its schema says. What has a card number in it goes no further, as with procedures. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  { services }: RequestContext,
  procedure: keyof typeof inputFields,
): Promise<{ readonly body: z.infer<Schema> } | Response> {
  const json = await takeJson(request, MOST_BYTES)
  if ('refused' in json) return json.refused
  let given: unknown
  try {
    given = JSON.parse(await json.taken.text())
  } catch {
    return refuse(400, 'NOT_JSON', 'The request is no JSON.')
  }
  await refuseCardNumbers(services, procedure, inputFields[procedure] ?? {}, given)
  const parsed = schema.safeParse(given)
  if (parsed.success) return { body: parsed.data }
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')
  return refuse(400, 'WRONG_INPUT', `Not as the description says: ${fields || 'the whole'}.`)
}

export const tell = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })

/** What a verb refused in its own words; a fault goes to the log. */
export async function answering(runtime: Runtime, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (isServiceError(error)) return tellServiceError(error)
    if (error instanceof z.ZodError) return refuse(400, 'WRONG_INPUT', 'Not as the description says.')
    runtime.logFault('a program’s request failed', error)
    return refuse(500, 'FAULT', 'It could not be answered. Try again; if it stays, look into the dashboard’s log.')
  }
}

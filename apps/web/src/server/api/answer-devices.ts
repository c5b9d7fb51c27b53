import { deliverDevice, ListDevicesInput, listDevices, RequestKey } from '@counterfoil/services/devices'
import type { z } from 'zod'
import type { Runtime } from '../context.ts'
import { refuse } from '../refuse.ts'
import { admitProgram, answering, readBody, tell } from './admit-program.ts'
import { ApiDevicePage, ListQuery, RegisterBody, Registered } from './device-schemas.ts'

const path = '/api/v1/devices'

/** The list of devices, and registering one. */
export function answerDevices(request: Request, runtime: Runtime): Promise<Response> {
  return answering(runtime, () => (request.method === 'POST' ? register(request, runtime) : list(request, runtime)))
}

async function list(request: Request, runtime: Runtime): Promise<Response> {
  const asked = await admitProgram(request, runtime, { path, permission: 'devices.read', audit: 'unlogged' })
  if (asked instanceof Response) return asked
  const query = ListQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  const input = query.success ? ListDevicesInput.safeParse(inputOf(query.data)) : query
  if (!input.success) {
    const fields = input.error.issues.map(({ path: at, message }) => at.join('.') || message).join(', ')
    return refuse(400, 'WRONG_INPUT', `Not as the description says: ${fields}.`)
  }
  const { devices, next } = await listDevices(asked.services, input.data)
  return tell(ApiDevicePage.parse({ devices, next: next === null ? null : writeCursor(next) }))
}

async function register(request: Request, runtime: Runtime): Promise<Response> {
  const act = { path, permission: 'devices.deliver', audit: 'device.registered' } as const
  const asked = await admitProgram(request, runtime, act)
  if (asked instanceof Response) return asked
  const key = RequestKey.safeParse(request.headers.get('idempotency-key'))
  if (!key.success)
    return refuse(400, 'KEY_MISSING', 'Give each request a key of its own, 8 to 200 letters: Idempotency-Key: 6f1d….')
  const read = await readBody(request, RegisterBody, asked, 'devices.register')
  if (read instanceof Response) return read
  const { id, again } = await deliverDevice(asked.services, key.data, read.body)
  return tell(Registered.parse({ id }), again ? 200 : 201)
}

function inputOf({ country, region, storeId, limit, cursor, search, ...rest }: z.infer<typeof ListQuery>): unknown {
  const scope =
    storeId !== undefined
      ? { kind: 'store', storeId: Number(storeId) }
      : region !== undefined
        ? { kind: 'region', country, region }
        : country === undefined
          ? { kind: 'chain' }
          : { kind: 'country', country }
  return {
    filter: { scope, ...rest, ...(search === undefined ? {} : { search: search.trim() }) },
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(cursor === undefined ? {} : { cursor: readCursor(cursor) }),
  }
}

const writeCursor = (next: object): string => Buffer.from(JSON.stringify(next)).toString('base64url')

/** What is none is refused by the list’s own schema. */
function readCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return text
  }
}

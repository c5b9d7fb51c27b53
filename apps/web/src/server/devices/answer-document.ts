import { isServiceError } from '@counterfoil/services'
import { addDocument, LARGEST_DOCUMENT_BYTES } from '@counterfoil/services/device-documents'
import type { Permission } from '@counterfoil/services/permissions'
import { admitBytes } from '../admit-bytes.ts'
import type { Runtime } from '../context.ts'
import { withinTime } from '../funds/within-time.ts'
import { refuse, tellServiceError } from '../refuse.ts'

/** Each is held in memory until it is sealed. */
const MOST_AT_ONCE = 4
/** Ten megabytes from a phone at the back of a store; and how long that line may say nothing. */
const MOST_MS = 10 * 60_000
const SILENT_MS = 30_000

let underWay = 0

/** Takes one photo or paper of a device as the body; which device and how it is called stand in the address. */
export const answerDocument = (request: Request, runtime: Runtime): Promise<Response> =>
  answerBytes(request, runtime, { path: '/api/v1/devices/documents', permission: 'devices.hold', forInspection: false })

/** The same for a photo of an inspection, which a phone may send again because it never heard the answer. */
export const answerInspectionPhoto = (request: Request, runtime: Runtime): Promise<Response> =>
  answerBytes(request, runtime, { path: '/api/v1/inspections/photos', permission: 'inspections.do', forInspection: true })

interface Way {
  readonly path: string
  readonly permission: Permission
  /** What is here already is answered as if it came now, and goes if no inspection comes with it. */
  readonly forInspection: boolean
}

async function answerBytes(request: Request, runtime: Runtime, { path, permission, forInspection }: Way): Promise<Response> {
  const admitted = await admitBytes(request, runtime, {
    path,
    permission,
    audit: 'device_document.added',
    mostBytes: LARGEST_DOCUMENT_BYTES,
    tooLarge,
  })
  if (admitted instanceof Response) return admitted
  const { asked, name } = admitted
  const device = new URL(request.url).searchParams.get('device') ?? ''
  if (!/^[1-9]\d{0,8}$/.test(device)) return refuse(400, 'DEVICE_MISSING', 'Say whose it is: ?device=417.')
  if (underWay >= MOST_AT_ONCE)
    return refuse(429, 'TOO_MANY_UPLOADS', 'Several files are coming in just now. Try again in a minute.')
  underWay += 1
  try {
    const content = withinTime((request.body ?? []) as AsyncIterable<Uint8Array>, { wholeMs: MOST_MS, silentMs: SILENT_MS })
    const added = await addDocument(asked.services, { deviceId: Number(device), name, content, forInspection })
    return Response.json(added, { status: 201, headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    if (request.signal.aborted) return refuse(400, 'BROKEN_OFF', 'The file broke off; nothing of it is here.')
    if (isServiceError(error)) return error.reason === 'document_too_large' ? tooLarge() : tellServiceError(error)
    runtime.logFault('a document could not be kept', error)
    return refuse(500, 'NOT_KEPT', 'The file could not be kept; nothing of it is here. Try again.')
  } finally {
    underWay -= 1
  }
}

const tooLarge = () => refuse(413, 'DOCUMENT_TOO_LARGE', 'The file is larger than 10 MB.')

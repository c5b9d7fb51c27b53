import { isServiceError } from '@counterfoil/services'
import { LARGEST_FILE_BYTES, receiveFile } from '@counterfoil/services/funds/files'
import { admitBytes } from '../admit-bytes.ts'
import type { Runtime } from '../context.ts'
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
  const admitted = await admitBytes(request, runtime, {
    path: '/api/v1/funds/files',
    permission: 'funds.deliver',
    audit: 'funds_file.received',
    mostBytes: LARGEST_FILE_BYTES,
    tooLarge,
  })
  if (admitted instanceof Response) return admitted
  const { asked, name, via } = admitted
  if (underWay >= MOST_AT_ONCE)
    return refuse(429, 'TOO_MANY_UPLOADS', 'Several files are coming in just now. Try again in a minute.')
  underWay += 1
  try {
    const content = withinTime((request.body ?? []) as AsyncIterable<Uint8Array>, { wholeMs: MOST_MS, silentMs: SILENT_MS })
    const received = await receiveFile(asked.services, { name, via, content })
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

function toResponse(error: unknown, runtime: Runtime): Response {
  if (isServiceError(error)) {
    if (error.reason === 'file_too_large') return tooLarge()
    return refuse(error.code === 'unavailable' ? 503 : 400, (error.reason ?? error.code).toUpperCase(), error.message)
  }
  runtime.logFault('a file could not be kept', error)
  return refuse(500, 'NOT_KEPT', 'The file could not be kept; nothing of it is here. Try again.')
}

const tooLarge = () => refuse(413, 'FILE_TOO_LARGE', 'The file is larger than any report: 512 MB at most.')

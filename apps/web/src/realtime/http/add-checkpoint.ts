import type { IncomingMessage, ServerResponse } from 'node:http'
import { findLogOrigin } from '@counterfoil/services/audit'
import { hubWitness, witnessLog } from '@counterfoil/services/foreign-witnesses'
import type { HubParts } from '../hub-parts.ts'
import { peerAddress } from './peer-address.ts'
import { createRateLimit } from './rate-limit.ts'
import { readBytes } from './read-json.ts'

/** 63 hashes of a proof, and a note with as many signatures as one may carry. */
const MAX_BYTES = 65_536

/** C2SP tlog-witness: shows this hub what another's log has become, and takes its signature away. */
export function createAddCheckpoint(
  parts: Pick<HubParts, 'pool' | 'newId' | 'clock' | 'keys' | 'witnessedLogs' | 'log'>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { pool, newId, clock, keys, witnessedLogs, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  const asks = createRateLimit({ burst: 60, refillMs: 1_000 })

  return async (request, response) => {
    // A page must not ask in its readers' names; those who keep logs send no Origin.
    if (request.headers.origin !== undefined) return sendText(response, 403, 'Only logs are witnessed here.\n')
    if (witnessedLogs.size === 0) return sendText(response, 404, 'This hub witnesses no log.\n')
    if (!asks.take(peerAddress(request), clock.monotonicMs())) return sendText(response, 429, 'Asked too often.\n')
    const body = await readBytes(request, MAX_BYTES)
    if (body === null) return sendText(response, 413, `The request is larger than ${MAX_BYTES} bytes.\n`)
    try {
      const origin = await findLogOrigin(ctx)
      if (origin === null) return sendText(response, 503, 'This hub is not set up yet.\n')
      const answer = await witnessLog(ctx, body, { logs: witnessedLogs, witness: hubWitness(origin, keys[0].checkpoints) })
      if (answer.status !== 200)
        log.debug({ status: answer.status, why: answer.why }, 'a checkpoint of another log was not countersigned')
      sendText(response, answer.status, answer.body ?? `${answer.why ?? ''}\n`, answer.status === 409 ? SIZE_TYPE : undefined)
    } catch (error) {
      log.warn({ err: error }, 'a checkpoint of another log could not be countersigned now')
      sendText(response, 503, 'This hub cannot sign now. Try again later.\n')
    }
  }
}

const SIZE_TYPE = 'text/x.tlog.size'

function sendText(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // A body that was not read to its end would be taken for the next request.
    ...(status === 200 || (status >= 409 && status !== 413 && status !== 429 && status !== 503) ? {} : { connection: 'close' }),
  })
  response.end(text)
}

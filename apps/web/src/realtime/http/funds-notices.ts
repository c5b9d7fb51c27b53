import type { IncomingMessage, ServerResponse } from 'node:http'
import { findPull, noteRefusedNotice, openPullSecret, type Pull, tellBills } from '@counterfoil/services/funds/pulls'
import { createOpener } from '@counterfoil/services/vault'
import type { Connector, Notice } from '../funds/pulls/connectors/connector.ts'
import { connectors } from '../funds/pulls/connectors/index.ts'
import { PullError } from '../funds/pulls/pull-error.ts'
import type { HubParts } from '../hub-parts.ts'
import { peerAddress } from './peer-address.ts'
import { createRateLimit } from './rate-limit.ts'
import { readBytes } from './read-json.ts'
import { sendJson } from './send-json.ts'

export const NOTICES_PATH = '/v1/notices/'

const MAX_BYTES = 262_144

type ReadNotice = NonNullable<Connector['readNotice']>

/**
 * Where providers tell that a report is ready, under the name of its pull; on the hub, which alone opens what a notice is checked
 * by. It says what to fetch and nothing else: what is told is fetched from the provider, with our own credentials.
 */
export function createFundsNotices(
  parts: Pick<HubParts, 'pool' | 'newId' | 'clock' | 'keys' | 'log'>,
): (request: IncomingMessage, response: ServerResponse, name: string) => Promise<void> {
  const { pool, newId, clock, keys, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  const opener = createOpener(keys.map(({ vault }) => vault.privateKey))
  const asks = createRateLimit({ burst: 120, refillMs: 500 })

  async function take(pull: Pull, readNotice: ReadNotice, given: Pick<Notice, 'headers' | 'body'>): Promise<string> {
    const secret = await openPullSecret(ctx, opener, pull.id)
    if (secret === null) throw new PullError('no_such_pull')
    const { bills, answer } = readNotice({ ...given, pull, secrets: JSON.parse(secret) as unknown, nowMs: clock.nowMs() })
    const fresh = await tellBills(ctx, pull.id, bills)
    if (fresh > 0) log.info({ pull: pull.name, bills: fresh }, 'a provider tells of reports')
    return answer
  }

  return async (request, response, name) => {
    if (request.method !== 'POST') return sendJson(response, 405, { message: 'This takes POST only.' })
    // Providers are no browsers, which always send an Origin with a POST.
    if (request.headers.origin !== undefined) return sendJson(response, 403, { message: 'Only providers speak here.' })
    const address = peerAddress(request)
    if (!asks.take(address, clock.monotonicMs())) return sendJson(response, 429, { message: 'Told too often.' })
    const body = await readBytes(request, MAX_BYTES)
    if (body === null) return sendJson(response, 413, { message: `The request is larger than ${MAX_BYTES} bytes.` })
    const pull = /^[a-z0-9._-]{1,40}$/.test(name) ? await findPull(ctx, name) : null
    const readNotice = pull === null ? null : (connectors[pull.kind]?.readNotice ?? null)
    if (pull === null || readNotice === null) return sendJson(response, 404, { message: 'Nothing is told here.' })
    try {
      const answer = await take(pull, readNotice, { headers: request.headers, body })
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      response.end(answer)
    } catch (error) {
      if (!(error instanceof PullError)) throw error
      log.warn({ pull: pull.name, address, why: error.word }, 'a notice of reports was refused')
      await noteRefusedNotice({ ...ctx, actor: { kind: 'system', name: pull.kind }, origin: { address } }, pull, error.word)
      sendJson(response, 401, { message: 'This is not from the provider.' })
    }
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EnrolAnswer } from '@counterfoil/protocol'
import { enrolAgent } from '@counterfoil/services/agents'
import type { Ingest } from '@counterfoil/services/ingest'
import { rateLimits, subjectOf, takeRate } from '@counterfoil/services/rate-limits'
import type { HubParts } from '../hub-parts.ts'
import { createAddCheckpoint } from './add-checkpoint.ts'
import type { AgentRoutes } from './agent-routes.ts'
import { checkHealth } from './check-health.ts'
import { checkReady } from './check-ready.ts'
import { createFundsNotices, NOTICES_PATH } from './funds-notices.ts'
import type { HubNow } from './hub-now.ts'
import { mayReadInside } from './may-read-inside.ts'
import { peerAddress } from './peer-address.ts'
import { readJson } from './read-json.ts'
import { sendJson } from './send-json.ts'
import { createSendUpdate, UPDATES_PATH } from './send-update.ts'
import { showNow } from './show-now.ts'

const ENROL_MAX_BYTES = 8_192
const NOTHING = { message: 'There is nothing here. The dashboard has its own address; agents connect to /agents.' }

/** The hub's few plain routes: health, metrics, enrolment, agents without WebSocket. socket.io answers its own path before this. */
export function createHttpRoutes(parts: HubParts, ingest: Ingest, hub: HubNow, agentRoutes: AgentRoutes) {
  const services = { pool: parts.pool, newId: parts.newId, now: () => new Date(parts.clock.nowMs()) }

  const addCheckpoint = createAddCheckpoint(parts)
  const sendUpdate = createSendUpdate(parts.updates?.folder ?? null)
  const takeNotice = createFundsNotices(parts)
  const isInside = (request: IncomingMessage) => mayReadInside(request, parts.metricsToken ?? null)

  async function enrol(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A browser sends an Origin with every POST, and no JSON to others unasked: a page must not try codes from its readers' addresses.
    if (request.headers.origin !== undefined) return sendJson(response, 403, refused('malformed', 'Only agents enrol here.'))
    if (!/^application\/json(;|$)/i.test(request.headers['content-type'] ?? ''))
      return sendJson(response, 415, refused('malformed', 'This takes application/json only.'))
    const address = peerAddress(request)
    const taken = await orUnavailable(takeRate(services, subjectOf('enrolment', { address }), rateLimits.enrolment), response)
    if (taken === null) return
    if (!taken.ok) {
      parts.log.warn({ address }, 'too many enrolments from an address: it has to wait')
      const message = 'Too many attempts from this address. Wait a minute and try again.'
      return sendJson(response, 429, refused('unavailable', message))
    }
    const read = await readJson(request, ENROL_MAX_BYTES)
    if ('refused' in read) {
      const tooLarge = read.refused === 'too_large'
      const message = tooLarge ? `The request is larger than ${ENROL_MAX_BYTES} bytes.` : 'The request is not JSON.'
      return sendJson(response, tooLarge ? 413 : 400, refused('malformed', message))
    }
    const answer = await orUnavailable(enrolAgent({ ...services, origin: { address } }, read.value), response)
    if (answer === null) return
    if (answer.ok) parts.log.info({ agent: answer.agentId, store: answer.store.code }, 'an agent has enrolled')
    else parts.log.warn({ refused: answer.code, address }, 'an enrolment was refused')
    sendJson(response, answer.ok ? 200 : answer.code === 'unavailable' ? 503 : 400, answer)
  }

  /** What the database answers; null when it does not, which then has been told. */
  async function orUnavailable<T>(asked: Promise<T>, response: ServerResponse): Promise<T | null> {
    try {
      return await asked
    } catch (error) {
      parts.log.error({ err: error }, 'an enrolment could not be written')
      const message = 'The hub cannot reach its database now. Nothing was changed: try again in a minute.'
      sendJson(response, 503, refused('unavailable', message))
      return null
    }
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    switch (`${request.method} ${path}`) {
      case 'GET /healthz': {
        const health = await checkHealth(parts, ingest, hub.counts())
        const { status } = health
        return sendJson(response, status === 'ok' ? 200 : 503, isInside(request) ? health : { status })
      }
      case 'GET /readyz': {
        const readiness = await checkReady(parts, ingest, hub.draining())
        const { ready } = readiness
        return sendJson(response, ready ? 200 : 503, isInside(request) ? readiness : { ready })
      }
      case 'GET /metrics':
        if (!isInside(request)) return sendJson(response, 404, NOTHING)
        showNow(parts, ingest, hub)
        response.writeHead(200, { 'content-type': parts.metrics.registry.contentType, 'cache-control': 'no-store' })
        return void response.end(await parts.metrics.registry.metrics())
      case 'POST /v1/enrol':
        return enrol(request, response)
      case 'POST /add-checkpoint':
        return addCheckpoint(request, response)
      default:
        if (request.method === 'GET' && path.startsWith(UPDATES_PATH))
          return sendUpdate(request, response, path.slice(UPDATES_PATH.length))
        if (path.startsWith(NOTICES_PATH)) return takeNotice(request, response, path.slice(NOTICES_PATH.length))
        if (await agentRoutes(request, response, path)) return
        return sendJson(response, 404, NOTHING)
    }
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response).catch((error: unknown) => {
      parts.log.error({ err: error }, 'a request failed')
      if (!response.headersSent) sendJson(response, 500, { message: 'The hub failed on this request; its log says why.' })
      else response.destroy()
    })
  }
}

function refused(code: Extract<EnrolAnswer, { ok: false }>['code'], message: string): EnrolAnswer {
  return { ok: false, code, message }
}

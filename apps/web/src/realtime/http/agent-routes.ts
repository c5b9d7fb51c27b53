import type { IncomingMessage, ServerResponse } from 'node:http'
import { AGENT_SESSION_PATH, MESSAGE_MAX_BYTES, MessagesRequest, type SessionRefused, Sha256Hex } from '@counterfoil/protocol'
import type { HttpSession, HttpSessions } from '../agents/http-sessions.ts'
import type { HubParts } from '../hub-parts.ts'
import { peerAddress } from './peer-address.ts'
import { createRateLimit } from './rate-limit.ts'
import { readJson } from './read-json.ts'
import { sendJson } from './send-json.ts'

const SMALL_MAX_BYTES = 8_192
const MAX_BYTES: Readonly<Record<string, number>> = {
  '/batch': MESSAGE_MAX_BYTES,
  // A signed checkpoint and a hundred trees that were seen before.
  '/checkpoint': 16_384,
}

/** Answers a POST below the agents' session path; false for every other path. */
export type AgentRoutes = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>

/** The way agents take when WebSocket is blocked. What is said is the same as on `/agents`. */
export function createAgentRoutes({ clock }: Pick<HubParts, 'clock'>, sessions: HttpSessions): AgentRoutes {
  // A whole chain may stand behind one address; what is held back here is somebody who only opens sessions.
  const openings = createRateLimit({ burst: 200, refillMs: 20 })

  async function answer(request: IncomingMessage, response: ServerResponse, step: string): Promise<void> {
    // Agents are no browsers, which always send an Origin with a POST: no page may act as one.
    if (request.method !== 'POST' || request.headers.origin !== undefined)
      return sendJson(response, 403, refused('malformed', 'Only agents speak here, by POST.'))
    if (step === '') return open(request, response)
    const session = sessions.find(sessionId(request))
    if (session === undefined)
      return sendJson(response, 404, refused('unknown_session', 'The hub does not know this session (any more). Connect again.'))
    const maxBytes = MAX_BYTES[step] ?? SMALL_MAX_BYTES
    const read = await readJson(request, maxBytes, session.hearBytes)
    if (!('refused' in read)) return goOn(session, step, read.value, response)
    if (read.refused === 'too_large')
      return sendJson(response, 413, refused('too_large', `The request is larger than ${maxBytes} bytes.`))
    sendJson(response, 400, refused('malformed', 'The request is not JSON.'))
  }

  async function open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = peerAddress(request)
    if (!openings.take(address, clock.monotonicMs())) {
      const busy = refused('busy', 'Too many connections from this address at once.')
      return sendJson(response, 429, { ...busy, retryAfterMs: 5_000 })
    }
    const opened = await sessions.open(address)
    sendJson(response, opened.ok ? 200 : 503, opened)
  }

  return async (request, response, path) => {
    if (path !== AGENT_SESSION_PATH && !path.startsWith(`${AGENT_SESSION_PATH}/`)) return false
    await answer(request, response, path.slice(AGENT_SESSION_PATH.length))
    return true
  }
}

async function goOn(session: HttpSession, step: string, input: unknown, response: ServerResponse): Promise<void> {
  switch (step) {
    case '/hello':
      return sendJson(response, 200, await session.hello(input))
    case '/batch':
      return sendJson(response, 200, await session.batch(input))
    case '/rotate':
      return sendJson(response, 200, await session.rotate(input))
    case '/joined':
      session.joined(input)
      return sendJson(response, 200, { ok: true })
    case '/pulse':
      return sendJson(response, 200, await session.pulse(input))
    case '/checkpoint':
      return sendJson(response, 200, await session.checkpoint(input))
    case '/cosignature':
      return sendJson(response, 200, await session.cosignature(input))
    case '/messages': {
      const asked = MessagesRequest.safeParse(input)
      if (!asked.success) return sendJson(response, 400, refused('malformed', 'A number and a time to wait are expected.'))
      return sendJson(response, 200, await session.messages(asked.data.after, asked.data.waitMs))
    }
    case '/end':
      session.end()
      return sendJson(response, 200, { ok: true })
    default:
      return sendJson(response, 404, refused('malformed', 'There is no such step of a session.'))
  }
}

function sessionId(request: IncomingMessage): string {
  const id = Sha256Hex.safeParse(request.headers.authorization?.replace(/^Bearer /, ''))
  return id.success ? id.data : ''
}

function refused(code: SessionRefused['code'], message: string): SessionRefused {
  return { ok: false, code, message }
}

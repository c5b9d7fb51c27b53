import { io } from 'socket.io-client'
import { isNobodyThere } from './explain-post-error.ts'
import { explainSecureError } from './explain-secure-error.ts'
import type { ConnectPath, PathFailure } from './hub-path.ts'
import { createHubTransport, type HubTransport } from './hub-transport.ts'
import { explainReset } from './post-json.ts'
import { type RefusalCause, refusalCauseOf } from './refusal-cause.ts'

/** Connects to the hub's `/agents` over WebSocket only; reconnection is the delivery machine's business, not socket.io's. */
export function connectSocketIo(hubUrl: string, transport: HubTransport = createHubTransport()): ConnectPath {
  return (handlers) => {
    const url = new URL('/agents', hubUrl)
    const socket = io(url.href, {
      // Its type knows browsers only; under Node it goes to `ws` as it is.
      agent: transport.agentFor(url) as unknown as boolean,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: 15_000,
      autoUnref: false,
    })
    let open = true
    const end = (why: string, failure?: PathFailure, refused?: RefusalCause) => {
      if (!open) return
      open = false
      socket.disconnect()
      handlers.closed(why, failure, refused)
    }
    socket.on('challenge', (challenge: unknown) => open && handlers.challenge(challenge))
    socket.on('credit', (credit: unknown) => open && handlers.credit(credit))
    socket.on('news', (news: unknown) => open && handlers.news?.(news))
    socket.on('command', (command: unknown) => open && handlers.command?.(command))
    socket.on('approvers', (approvers: unknown) => open && handlers.approvers?.(approvers))
    socket.on('connect_error', (error) => end(...explain(error, hubUrl, transport.proxyHost)))
    socket.on('disconnect', (reason) =>
      end(reason === 'io server disconnect' ? 'the hub closed the connection' : `connection lost (${reason})`),
    )
    return {
      send: (message, payload, answered) => {
        socket.emit(message, payload, (answer: unknown) => open && answered(answer))
      },
      notify: (message, payload) => {
        socket.emit(message, payload)
      },
      close: () => {
        open = false
        socket.disconnect()
      },
    }
  }
}

/** engine.io wraps the cause twice; the innermost one tells a person something, and what it means for the path. */
function explain(
  error: Error,
  hubUrl: string,
  proxyHost?: string,
): [why: string, failure: PathFailure, refused?: RefusalCause | undefined] {
  const { code, status, cause } = causeOf(error)
  const secure = explainSecureError(cause, proxyHost)
  if (secure !== undefined) return [`${hubUrl}: ${secure}`, 'unreachable', refusalCauseOf(cause)]
  const failure = isNobodyThere(code) ? 'unreachable' : 'failed'
  switch (code) {
    case 'ECONNREFUSED':
      return [`nothing answers at ${hubUrl} (connection refused)`, failure]
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [`the name in ${hubUrl} is not known (DNS)`, failure]
    case 'ECONNRESET':
      return [`${hubUrl}: ${explainReset(hubUrl)}`, failure]
    case 'ETIMEDOUT':
      return [`${hubUrl} does not answer (timed out)`, failure]
    default:
  }
  // Gateways say these of a hub that is down as well as of an upgrade they do not understand.
  if (status === 502 || status === 503 || status === 504)
    return [`a gateway answers at ${hubUrl}, but lets no WebSocket through to the hub (status ${status})`, 'failed']
  if (status !== undefined) return [`something at ${hubUrl} answers, but lets no WebSocket through (status ${status})`, 'blocked']
  if (error.message === 'timeout')
    return [`${hubUrl} does not answer by WebSocket (the upgrade is swallowed on the way)`, 'blocked']
  return [`${hubUrl}: ${code ?? error.message}`, failure]
}

function causeOf(error: unknown): { readonly code?: string; readonly status?: number; readonly cause?: unknown } {
  let current: unknown = error
  let status: number | undefined
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return { code: current.code, cause: current }
    if ('message' in current && typeof current.message === 'string') {
      const answered = /^Unexpected server response: (\d{3})$/.exec(current.message)?.[1]
      if (answered !== undefined) status = Number(answered)
    }
    current = 'description' in current ? current.description : 'error' in current ? current.error : undefined
  }
  return status === undefined ? {} : { status }
}

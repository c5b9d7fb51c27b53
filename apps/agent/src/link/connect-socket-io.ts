import { io } from 'socket.io-client'
import type { ConnectHub } from './hub-socket.ts'

/** Connects to the hub's `/agents` over WebSocket only; reconnection is the delivery machine's business, not socket.io's. */
export function connectSocketIo(hubUrl: string): ConnectHub {
  return (handlers) => {
    const socket = io(new URL('/agents', hubUrl).href, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: 15_000,
      autoUnref: false,
    })
    let open = true
    const end = (why: string) => {
      if (!open) return
      open = false
      socket.disconnect()
      handlers.closed(why)
    }
    socket.on('challenge', (challenge: unknown) => open && handlers.challenge(challenge))
    socket.on('connect_error', (error) => end(explain(error, hubUrl)))
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

/** engine.io wraps the cause twice; the innermost one tells a person something. */
function explain(error: Error, hubUrl: string): string {
  const cause = causeCode(error)
  switch (cause) {
    case 'ECONNREFUSED':
      return `nothing answers at ${hubUrl} (connection refused)`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name in ${hubUrl} is not known (DNS)`
    case 'ETIMEDOUT':
      return `${hubUrl} does not answer (timed out)`
    default:
      return `${hubUrl}: ${cause ?? error.message}`
  }
}

function causeCode(error: unknown): string | undefined {
  let current: unknown = error
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code
    current = 'description' in current ? current.description : 'error' in current ? current.error : undefined
  }
  return undefined
}

import { connect } from 'node:net'
import type { LinkAddress } from '../agent-config.ts'
import type { ByteLink, LinkHandlers, LinkProblem } from './byte-link.ts'

const CONNECT_TIMEOUT_MS = 5_000
const KEEP_ALIVE_MS = 30_000

/** Connects to a terminal that listens on the network. */
export function openTcpLink(address: Extract<LinkAddress, { kind: 'tcp' }>, handlers: LinkHandlers): ByteLink {
  const socket = connect({
    host: address.host,
    port: address.port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  })
  let over = false
  let open = false
  const end = (problem: LinkProblem) => {
    if (over) return
    over = true
    socket.destroy()
    handlers.closed(problem)
  }
  socket.setTimeout(CONNECT_TIMEOUT_MS)
  socket.on('connect', () => {
    open = true
    socket.setTimeout(0)
    if (!over) handlers.opened()
  })
  socket.on('timeout', () => end(explainTcpError({ code: 'ETIMEDOUT' }, address)))
  socket.on('data', (chunk) => over || handlers.received(chunk))
  socket.on('error', (error) => end(explainTcpError(error, address)))
  socket.on('close', () =>
    end({
      code: 'closed_by_terminal',
      message: `The terminal at ${address.host}:${address.port} closed the connection${open ? '' : ' at once; does another till hold it?'}`,
    }),
  )
  return {
    write(bytes) {
      if (open && !over) socket.write(bytes)
    },
    close() {
      over = true
      socket.destroy()
    },
  }
}

/** System error → sentence. */
export function explainTcpError(
  error: { readonly code?: string; readonly message?: string },
  address: { readonly host: string; readonly port: number },
): LinkProblem {
  const where = `${address.host}:${address.port}`
  switch (error.code) {
    case 'ECONNREFUSED':
      return {
        code: 'refused',
        message: `Nothing listens at ${where}: the address answers but refuses the port. Check the port number and that till mode is on at the terminal.`,
      }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        code: 'unreachable',
        message: `${where} cannot be reached from this machine: check the terminal's cable, Wi-Fi and network.`,
      }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'unknown_host',
        message: `The name ${address.host} is not known: check its spelling or use the address in numbers.`,
      }
    case 'ETIMEDOUT':
      return {
        code: 'timed_out',
        message: `${where} does not answer within ${CONNECT_TIMEOUT_MS / 1_000} s: is the terminal switched on and in this network?`,
      }
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'closed_by_terminal', message: `The connection to ${where} was cut.` }
    case 'EACCES':
    case 'EPERM':
      return { code: 'access_denied', message: `This machine's firewall does not let the agent connect to ${where}.` }
    default:
      return {
        code: 'failed',
        message: `The connection to ${where} failed: ${error.message ?? error.code ?? 'no reason given'}.`,
      }
  }
}

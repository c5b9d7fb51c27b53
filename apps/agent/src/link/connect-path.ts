import type { Clock } from '@counterfoil/terminals'
import { connectHttps } from './connect-https.ts'
import { connectSocketIo } from './connect-socket-io.ts'
import type { ConnectPath, HubPath } from './hub-path.ts'
import { createHubTransport, type HubTransport } from './hub-transport.ts'
import { refusePlainHttp } from './plain-http.ts'

/** How the real agent connects by a path; by plain HTTP to no other machine, wherever the address comes from. */
export function connectPath(
  { address, way }: HubPath,
  clock: Clock,
  transport: HubTransport = createHubTransport(),
): ConnectPath {
  const refusal = refusePlainHttp(address)
  if (refusal !== undefined) return refuse(refusal, clock)
  return way === 'websocket' ? connectSocketIo(address, transport) : connectHttps({ hubUrl: address, clock, transport })
}

/** Nothing is sent; it looks to the link like an address where nobody answers, with the reason. */
function refuse(why: string, clock: Clock): ConnectPath {
  return (handlers) => {
    const timer = clock.startTimer(0, () => handlers.closed(why, 'unreachable', 'plain_http'))
    return { send() {}, notify() {}, close: () => timer.cancel() }
  }
}

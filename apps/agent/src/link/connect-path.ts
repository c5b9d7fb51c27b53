import type { Clock } from '@counterfoil/terminals'
import { connectHttps } from './connect-https.ts'
import { connectSocketIo } from './connect-socket-io.ts'
import type { ConnectPath, HubPath } from './hub-path.ts'

/** How the real agent connects by a path. */
export function connectPath({ address, way }: HubPath, clock: Clock): ConnectPath {
  return way === 'websocket' ? connectSocketIo(address) : connectHttps({ hubUrl: address, clock })
}

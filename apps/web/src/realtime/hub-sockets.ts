import type { AgentToHub, BrowserToHub, HubToAgent, HubToBrowser, WatchScope } from '@counterfoil/protocol'
import type { StoresWithin } from '@counterfoil/services/permissions'
import type { Namespace, Server, Socket } from 'socket.io'
import type { LiveViewer } from './live/find-viewer.ts'

/** What is kept with a browser's socket. */
export interface SocketData {
  viewer?: LiveViewer
  /** What was asked for, and what of it the viewer may know of. */
  scope?: WatchScope
  within?: StoresWithin
}

type Said = AgentToHub & BrowserToHub
type Told = HubToAgent & HubToBrowser
/** Whatever one hub says to the others; read by `nodes/other-hubs.ts`. */
interface BetweenHubs {
  changed: (hint: unknown) => void
  seen: (presence: unknown) => void
  greeted: (agentId: unknown, greeting: unknown) => void
}

/** One server, two namespaces; its type knows what either side says. */
export type HubServer = Server<Said, Told, BetweenHubs, SocketData>
export type HubNamespace = Namespace<Said, Told, BetweenHubs, SocketData>
export type HubSocket = Socket<Said, Told, BetweenHubs, SocketData>

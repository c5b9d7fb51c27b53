import type { AgentToHub, BrowserToHub, HubToAgent, HubToBrowser, WatchScope } from '@counterfoil/protocol'
import type { StoresWithin } from '@counterfoil/services/permissions'
import type { LiveSession } from '@counterfoil/services/sessions'
import type { Namespace, Server, Socket } from 'socket.io'

/** What is kept with a browser's socket. */
export interface SocketData {
  session?: LiveSession
  /** What was asked for, and what of it the person may know of. */
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

import type { HubSocket, HubSocketHandlers } from './hub-socket.ts'
import type { RefusalCause } from './refusal-cause.ts'

/** One way to one address of the hub. */
export interface HubPath {
  /** e.g. `https://hub.example:4000`. */
  readonly address: string
  readonly way: HubWay
}

export type HubWay = 'websocket' | 'https'

/**
 * What a failed connection says about its path: nobody answers at the address, by either way; another hub answers there;
 * the address is there, but something lets this way not through; anything else.
 */
export type PathFailure = 'unreachable' | 'wrong_hub' | 'blocked' | 'failed'

export interface PathHandlers extends HubSocketHandlers {
  /** As the link's, with what it says about the path (`failed` when left out) and why the hub was refused, if it was. */
  closed(why: string, failure?: PathFailure, refused?: RefusalCause): void
}

export type ConnectPath = (handlers: PathHandlers) => HubSocket

/** All paths in order of preference: the addresses in theirs, and WebSocket before HTTPS. */
export function hubPaths(addresses: readonly string[]): readonly HubPath[] {
  return addresses.flatMap((address) => [
    { address, way: 'websocket' as const },
    { address, way: 'https' as const },
  ])
}

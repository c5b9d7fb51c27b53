import type { WatchScope } from '@counterfoil/protocol'
import type { FeedEvents, FeedSocket } from './live-feed.ts'

/** The socket's code comes after the page: the first figures are drawn with it. */
export function openHubSocketLater(hubOrigin: string, scope: WatchScope, events: FeedEvents): FeedSocket {
  let socket: FeedSocket | null = null
  let closed = false
  const loaded = import('./open-hub-socket.ts').then(({ openHubSocket }) => {
    if (!closed) socket = openHubSocket(hubOrigin, scope, events)
  })
  return {
    open: () => {
      loaded.then(
        () => socket?.open(),
        () => events.disconnected(),
      )
    },
    watch: async () => socket?.watch(),
    close: () => {
      closed = true
      socket?.close()
    },
  }
}

import type { BrowserToHub, HubToBrowser, WatchScope } from '@counterfoil/protocol'
import { io, type ManagerOptions, type Socket } from 'socket.io-client'
import type { FeedEvents, FeedSocket } from './live-feed.ts'

const ANSWER_TIMEOUT_MS = 10_000

/**
 * The hub's `/live` namespace. Reconnecting is the feed's own affair, because the page says when it tries again. `more` is for
 * who is no browser and has to bring cookie and origin itself.
 */
export function openHubSocket(
  hubOrigin: string,
  scope: WatchScope,
  events: FeedEvents,
  more: Pick<ManagerOptions, 'extraHeaders'> = {},
): FeedSocket {
  const socket: Socket<HubToBrowser, BrowserToHub> = io(`${hubOrigin}/live`, {
    transports: ['websocket'],
    withCredentials: true,
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    timeout: ANSWER_TIMEOUT_MS,
    ...more,
  })
  socket.on('connect', () => events.connected())
  socket.on('connect_error', () => events.disconnected())
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') events.disconnected()
  })
  socket.on('delta', (frame) => events.frame(frame))
  socket.on('resync', () => events.resync())
  socket.on('signed-out', () => events.signedOut())
  socket.io.on('ping', () => events.word())
  return {
    open: () => {
      if (!socket.connected) socket.connect()
    },
    watch: async () => {
      const answer = await socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emitWithAck('watch', scope)
        .catch((error: unknown) => {
          // A connection on which the hub does not answer is of no use, and `open` makes another only once it is gone.
          socket.disconnect()
          throw error
        })
      if (!answer.ok) throw new Error(answer.message ?? 'The hub refused this scope.')
    },
    close: () => {
      socket.close()
    },
  }
}

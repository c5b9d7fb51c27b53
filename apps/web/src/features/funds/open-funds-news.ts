import type { HubToBrowser } from '@counterfoil/protocol'
import { io, type Socket } from 'socket.io-client'

/** Calls `news` whenever the hub says that money has moved, and after each time the line was lost. Returns how to end it. */
export function openFundsNews(hubOrigin: string, news: () => void): () => void {
  const socket: Socket<HubToBrowser> = io(`${hubOrigin}/live`, {
    transports: ['websocket'],
    withCredentials: true,
    forceNew: true,
  })
  socket.on('funds', news)
  socket.on('connect', news)
  return () => socket.close()
}

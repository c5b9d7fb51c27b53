import type { HubToBrowser } from '@counterfoil/protocol'
import { io, type Socket } from 'socket.io-client'

/** Calls `news` whenever the hub says that something about alerts has changed, and after each time the line was lost. Returns how to end it. */
export function openAlertNews(hubOrigin: string, news: () => void): () => void {
  const socket: Socket<HubToBrowser> = io(`${hubOrigin}/live`, {
    transports: ['websocket'],
    withCredentials: true,
    forceNew: true,
  })
  socket.on('alerts', news)
  socket.on('connect', news)
  return () => socket.close()
}

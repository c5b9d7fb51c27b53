import type { HubToBrowser } from '@counterfoil/protocol'
import { io, type Socket } from 'socket.io-client'

/** Calls `news` whenever the hub says that a device was changed, and after each time the line was lost. Returns how to end it. */
export function openDeviceNews(hubOrigin: string, news: () => void): () => void {
  const socket: Socket<HubToBrowser> = io(`${hubOrigin}/live`, {
    transports: ['websocket'],
    withCredentials: true,
    forceNew: true,
  })
  socket.on('devices', news)
  socket.on('connect', news)
  return () => socket.close()
}

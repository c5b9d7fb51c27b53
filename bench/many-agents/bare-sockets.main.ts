import { setTimeout as delay } from 'node:timers/promises'
import { backOffMs } from '@counterfoil/agent'
import { io } from 'socket.io-client'
import { obeyOrders } from '../worker.ts'
import type { BareOrder } from './bare.ts'
import { createPresenceCount, type PresenceCount } from './presence-count.ts'

/** node bare-sockets.main.ts COUNT */
const count = Number(process.argv[2])
const presence = createPresenceCount(count)

obeyOrders<BareOrder, PresenceCount>(async (order) => {
  if (order.order === 'count-anew') presence.forgetTimes()
  if (order.order === 'open') {
    const startedMs = performance.now()
    for (let nth = 0; nth < count; nth += 1) {
      const waitMs = startedMs + (nth * 1_000) / order.perSecond - performance.now()
      if (waitMs > 0) await delay(waitMs)
      connect(order.url, 0)
    }
  }
  return presence.read()
})

function connect(url: string, attempt: number): void {
  const socket = io(`${url}/agents`, { transports: ['websocket'], reconnection: false, forceNew: true, timeout: 15_000 })
  let up = false
  let over = false
  const again = (): void => {
    if (over) return
    over = true
    if (up) presence.went()
    socket.disconnect()
    const failures = up ? 0 : attempt
    setTimeout(() => connect(url, failures + 1), backOffMs(failures, Math.random()))
  }
  socket.on('connect', () => {
    up = true
    presence.came()
  })
  socket.on('connect_error', again)
  socket.on('disconnect', again)
}

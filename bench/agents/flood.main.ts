import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { obeyOrders } from '../worker.ts'
import type { BenchAgent } from './bench-agent.ts'
import { type AgentSocket, connectAgents } from './connect-agent.ts'
import { type FloodOrder, NOTHING_SENT, type Sent } from './flood.ts'
import { sendBatches } from './send-batches.ts'

/** node flood.main.ts FILE WINDOW */
const [file = '', windowText = ''] = process.argv.slice(2)
const agents = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => JSON.parse(line) as BenchAgent)
const boot = randomUUID()
let sockets: readonly AgentSocket[] = []

obeyOrders<FloodOrder, Sent>(async (order) => {
  switch (order.order) {
    case 'connect':
      sockets = await connectAgents(order.hubUrl, agents, boot)
      return NOTHING_SENT
    case 'send':
      return send(order.part)
    case 'disconnect':
      for (const socket of sockets) socket.close()
      return NOTHING_SENT
  }
})

async function send(part: 'warm-up' | 'measured'): Promise<Sent> {
  const acknowledgedMs: number[] = []
  let refusedBusy = 0
  const notes = {
    acknowledged: (tookMs: number) => void acknowledgedMs.push(tookMs),
    busy: () => {
      refusedBusy += 1
    },
  }
  const cpuBefore = process.cpuUsage()
  const startedMs = performance.now()
  await Promise.all(
    sockets.map((socket, index) => {
      const { batches = [], warmUp = 0 } = agents[index] ?? {}
      const wanted = part === 'warm-up' ? batches.slice(0, warmUp) : batches.slice(warmUp)
      return sendBatches(socket, wanted, { window: Number(windowText), notes })
    }),
  )
  const tookMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpuBefore)
  return { tookMs, acknowledgedMs, cpuMs: (user + system) / 1_000, refusedBusy }
}

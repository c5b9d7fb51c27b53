import { setTimeout as delay } from 'node:timers/promises'
import { residentMegabytes } from '../agent/watch-process.ts'
import type { Belongings } from '../belongings.ts'
import { round } from '../statistics.ts'
import { startBareServer, startBareSockets } from './bare.ts'
import { describeReturn, waitForAll } from './come-back.ts'

interface Given {
  readonly agents: number
  readonly processes: number
  readonly perSecond: number
  readonly settleMs: number
  readonly downMs: number
  readonly port: number
}

/** As many bare sockets on a bare server: memory of each, and how long they take to come back. */
export async function measureBare(given: Given, belongings: Belongings) {
  const server = await startBareServer(given.port)
  belongings.keep({ stop: () => server.kill() })
  await delay(given.settleMs)
  const emptyMb = residentMegabytes(server.pid)
  const workers = Array.from({ length: given.processes }, () =>
    belongings.keep(startBareSockets(Math.ceil(given.agents / given.processes))),
  )
  const tell = () => Promise.all(workers.map((worker) => worker.ask({ order: 'tell' })))
  const url = `http://127.0.0.1:${given.port}`
  await Promise.all(workers.map((worker) => worker.ask({ order: 'open', url, perSecond: given.perSecond / given.processes })))
  await waitForAll(tell)
  await delay(given.settleMs)
  const fullMb = residentMegabytes(server.pid)
  await Promise.all(workers.map((worker) => worker.ask({ order: 'count-anew' })))
  const killedMs = Date.now()
  await server.kill()
  await delay(given.downMs)
  const again = await startBareServer(given.port)
  belongings.keep({ stop: () => again.kill() })
  const listensMs = Date.now()
  const allMs = await waitForAll(tell)
  const back = describeReturn(await tell(), killedMs, listensMs)
  for (const worker of workers) await worker.stop()
  await again.kill()
  const connections = workers.length * Math.ceil(given.agents / given.processes)
  return {
    kilobytesEach: round(((fullMb - emptyMb) * 1_024) / connections),
    emptyMb: round(emptyMb),
    fullMb: round(fullMb),
    allBackSeconds: round((allMs - killedMs) / 1_000),
    halfBackSeconds: round(back.halfBackSeconds),
    perSecondMost: back.perSecondMost,
  }
}

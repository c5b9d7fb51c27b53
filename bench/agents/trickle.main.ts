import { getRandomValues, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { canonicalJson } from '@counterfoil/audit'
import { createIdMaker } from '@counterfoil/services'
import { createBatchSigner } from '../signed-batches.ts'
import { obeyOrders } from '../worker.ts'
import { connectAgents } from './connect-agent.ts'
import type { Trickled, TrickleFile, TrickleOrder } from './trickle.ts'
import { type DeltaWatch, watchDeltas } from './watch-deltas.ts'

/** node trickle.main.ts FILE */
const { agents, opening, payment, watcher } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as TrickleFile
const boot = randomUUID()
const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })
const acknowledgedMs: number[] = []
let deltas: DeltaWatch | undefined
let payments = 0
let startedMs = 0

obeyOrders<TrickleOrder, Trickled>(async (order) => {
  if (order.order === 'connect') await begin(order.hubUrl, order.perSecond)
  return { payments, elapsedMs: performance.now() - startedMs, acknowledgedMs, shownMs: deltas?.tookMs ?? [] }
})

async function begin(hubUrl: string, perSecond: number): Promise<void> {
  const sockets = await connectAgents(hubUrl, agents, boot)
  const lines = agents.map((who, index) => {
    const signer = createBatchSigner(who)
    const socket = sockets[index]
    if (socket === undefined) throw new Error('an agent has no socket')
    return {
      async say(bodies: readonly string[]): Promise<void> {
        const answer = await socket.send(signer.sign(bodies))
        if (!answer.ok) throw new Error(`the hub refused a batch of the background load: ${answer.message}`)
      },
    }
  })
  for (const line of lines) await line.say(opening)
  if (watcher !== undefined) deltas = await watchDeltas(hubUrl, watcher)
  startedMs = performance.now()
  let due = startedMs
  // Due times, not a fixed pause: a late timer is made up for.
  const next = (): void => {
    for (; due <= performance.now(); due += 1_000 / perSecond) void send(lines[Math.floor(Math.random() * lines.length)])
    setTimeout(next, Math.max(0, due - performance.now()))
  }
  next()
}

async function send(line: { say(bodies: readonly string[]): Promise<void> } | undefined): Promise<void> {
  const paymentId = newId()
  const at = Date.now()
  const mono = Math.round(performance.now())
  const sentMs = performance.now()
  deltas?.sent(paymentId, sentMs)
  await line?.say(payment.map((event) => canonicalJson({ ...event, payment: paymentId, at, mono, boot })))
  acknowledgedMs.push(performance.now() - sentMs)
  payments += 1
}

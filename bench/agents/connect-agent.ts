import { setTimeout as delay } from 'node:timers/promises'
import { signText } from '@counterfoil/audit'
import {
  type Batch,
  type BatchAnswer,
  Challenge,
  Credit,
  HelloAnswer,
  helloText,
  LIVE_MAX_EVENTS,
  PROTOCOL_VERSION,
} from '@counterfoil/protocol'
import { io, type Socket } from 'socket.io-client'
import type { AgentWho } from './bench-agent.ts'

export interface AgentSocket {
  /** Tells the hub how many events wait, now and in every pulse from here on; leave to send them comes bit by bit. */
  announce(waiting: () => number): void
  /** Resolves when there is leave for a batch of so many events: any that is left is enough. At once for a small one. */
  leaveFor(events: number): Promise<void>
  send(batch: Batch): Promise<BatchAnswer>
  close(): void
}

/** Greetings under way at once; the hub takes 64. */
const GREETING = 32
/** As often as the store agent: the hub takes whoever says nothing for gone. */
const PULSE_MS = 10_000
/** Longer than any queue of the hub: who waits this long has lost it. */
const ANSWER_WITHIN_MS = 60_000

/** Connects all agents, some at a time; their sockets come in the same order. */
export async function connectAgents(hubUrl: string, agents: readonly AgentWho[], boot: string): Promise<AgentSocket[]> {
  const sockets: AgentSocket[] = []
  let next = 0
  const line = async () => {
    while (next < agents.length) {
      const index = next++
      const agent = agents[index]
      if (agent !== undefined) sockets[index] = await connectAgent(hubUrl, agent, boot)
    }
  }
  await Promise.all(Array.from({ length: GREETING }, line))
  return sockets
}

/** Connects and greets as the store agent does; comes again when the hub says it is busy. Throws what it refuses. */
async function connectAgent(hubUrl: string, who: AgentWho, boot: string): Promise<AgentSocket> {
  for (;;) {
    const socket = io(`${hubUrl}/agents`, { transports: ['websocket'], reconnection: false, forceNew: true, timeout: 15_000 })
    const leave = keepLeave(socket)
    const answer = await greet(socket, who, boot)
    if (answer.ok) {
      let waiting = () => 0
      const pulse = () => void socket.emit('pulse', { waiting: waiting(), oldestMs: 0, atMs: Date.now() }, () => {})
      const timer = setInterval(pulse, PULSE_MS)
      socket.once('disconnect', () => clearInterval(timer))
      return {
        announce(said) {
          waiting = said
          pulse()
        },
        leaveFor: leave.take,
        send: (batch) => socket.timeout(ANSWER_WITHIN_MS).emitWithAck('batch', batch),
        close: () => void socket.disconnect(),
      }
    }
    socket.disconnect()
    if (answer.code !== 'busy' && answer.code !== 'unavailable') throw new Error(`the hub refused an agent: ${answer.message}`)
    await delay(answer.retryAfterMs ?? 500)
  }
}

/** Adds up the hub's leaves; each batch uses some up, and whoever finds none waits, in order. */
function keepLeave(socket: Socket): { take(events: number): Promise<void> } {
  let events = 0
  const waiting: { readonly needs: number; readonly go: () => void }[] = []
  const serve = (): void => {
    for (let first = waiting[0]; first !== undefined && events > 0; first = waiting[0]) {
      events = Math.max(0, events - first.needs)
      waiting.shift()
      first.go()
    }
  }
  socket.on('credit', (credit: unknown) => {
    events += Credit.parse(credit).events
    serve()
  })
  return {
    async take(needs) {
      if (needs <= LIVE_MAX_EVENTS) events = Math.max(0, events - needs)
      else
        await new Promise<void>((go) => {
          waiting.push({ needs, go })
          serve()
        })
    },
  }
}

function greet(socket: Socket, who: AgentWho, boot: string): Promise<HelloAnswer> {
  return new Promise((resolve, reject) => {
    socket.on('connect_error', (error) => reject(new Error(`an agent could not connect: ${error.message}`)))
    socket.on('disconnect', (reason) => reject(new Error(`an agent lost the hub: ${reason}`)))
    socket.on('challenge', (sent: unknown) => {
      const { uid: agentId, epoch, lastSeq, head } = who
      const hello = { agentId, protocol: PROTOCOL_VERSION, version: 'bench', boot, epoch, lastSeq, head, join: 0 }
      const signature = signText(who.privateKey, helloText(hello, Challenge.parse(sent)))
      socket.emit('hello', { ...hello, signature }, (answer: unknown) => resolve(HelloAnswer.parse(answer)))
    })
  })
}

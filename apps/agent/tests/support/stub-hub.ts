import { chainBodies, GENESIS_HEAD, verifyTextSync } from '@counterfoil/audit'
import { Batch, type BatchAnswer, batchText, Hello, type HelloAnswer, helloText } from '@counterfoil/protocol'
import type { Clock } from '@counterfoil/terminals'
import type { ConnectHub } from '../../src/link/hub-socket.ts'

export const HUB_ID = '018f0000-0000-7000-8000-000000000001'
export const AGENT_ID = '018f0000-0000-7000-8000-0000000000aa'

/** A hub in a few lines that keeps the real one's promises: signature, chain and number are checked, nothing is taken twice. */
export interface StubHub {
  /** Every event taken, in order. */
  readonly events: readonly Record<string, unknown>[]
  readonly pulses: readonly unknown[]
  readonly batches: number
  /** Returned instead of the true answer, once each. */
  readonly nextAnswers: BatchAnswer[]
  readonly nextGreetings: HelloAnswer[]
  challenge(): { hubId: string; nonce: string; protocol: number; oldestProtocol: number }
  hello(raw: unknown, nonce: string): HelloAnswer
  batch(raw: unknown): BatchAnswer
  pulse(raw: unknown): void
  /** As a hub restored from a backup would: forgets everything after `seq`. */
  forgetAfter(seq: number): void
  /** Claims another chain head than the agent's. */
  corruptHead(): void
  /** Codes of batches it refused of itself. */
  readonly refused: readonly string[]
}

export function createStubHub(publicKey: string, nowMs: () => number, agentId = AGENT_ID): StubHub {
  const events: Record<string, unknown>[] = []
  const heads: Buffer[] = [GENESIS_HEAD]
  const pulses: unknown[] = []
  let batches = 0
  let challenges = 0
  let greetings = 0
  let corrupted = false
  const nextAnswers: BatchAnswer[] = []
  const nextGreetings: HelloAnswer[] = []
  const head = () => (corrupted ? 'e'.repeat(64) : (heads.at(-1) ?? GENESIS_HEAD).toString('hex'))

  const refused: string[] = []
  return {
    events,
    refused,
    pulses,
    get batches() {
      return batches
    },
    nextAnswers,
    nextGreetings,
    challenge() {
      challenges += 1
      return { hubId: HUB_ID, nonce: challenges.toString(16).padStart(64, '0'), protocol: 1, oldestProtocol: 1 }
    },
    hello(raw, nonce) {
      const hello = Hello.parse(raw)
      const { signature, ...unsigned } = hello
      if (!verifyTextSync(publicKey, helloText(unsigned, { hubId: HUB_ID, nonce }), signature))
        return { ok: false, code: 'bad_signature', message: 'bad signature' }
      greetings += 1
      return nextGreetings.shift() ?? { ok: true, highWater: events.length, head: head(), hubTimeMs: nowMs(), offer: greetings }
    },
    batch(raw) {
      batches += 1
      const scripted = nextAnswers.shift()
      if (scripted !== undefined) return scripted
      const batch = Batch.parse(raw)
      if (!verifyTextSync(publicKey, batchText(agentId, batch), batch.signature))
        return { ok: false, code: 'bad_signature', message: 'bad signature' }
      const bodies = batch.bodies.split('\n')
      if (bodies.length !== batch.count) return { ok: false, code: 'malformed', message: 'count' }
      if (batch.firstSeq > events.length + 1) return { ok: false, code: 'gap', message: 'gap', resendFrom: events.length + 1 }
      const before = heads[batch.firstSeq - 1] ?? GENESIS_HEAD
      if (before.toString('hex') !== batch.prevHead) {
        refused.push('fork')
        return { ok: false, code: 'fork', message: 'The hub has other events under these numbers.' }
      }
      if (chainBodies(before, bodies).toString('hex') !== batch.head) return { ok: false, code: 'broken_chain', message: 'chain' }
      for (const [index, body] of bodies.entries()) {
        if (batch.firstSeq + index <= events.length) continue
        events.push(JSON.parse(body))
        heads.push(chainBodies(heads.at(-1) ?? GENESIS_HEAD, [body]))
      }
      return { ok: true, highWater: events.length, head: head() }
    },
    pulse: (raw) => pulses.push(raw),
    forgetAfter(seq) {
      events.length = seq
      heads.length = seq + 1
    },
    corruptHead() {
      corrupted = true
    },
  }
}

function respond(hub: StubHub, message: string, wire: unknown, nonce: string): object {
  if (message === 'hello') return hub.hello(wire, nonce)
  if (message === 'batch') return hub.batch(wire)
  if (message === 'pulse') hub.pulse(wire)
  return { ok: true }
}

/** The stub behind a connection in memory; `cut` ends it, `lose` decides which answers never arrive, `leave` how much of a backlog may come. */
export function connectInMemory(
  hub: StubHub,
  clock: Clock,
  options: {
    readonly latencyMs?: number
    /** Of the way to the hub; what is not there when the line ends has never left. */
    readonly bytesPerSecond?: number
    lose?(): boolean
    refuse?(): boolean
    leave?(): number
  } = {},
) {
  const open = new Set<() => void>()
  const later = (work: () => void) => clock.startTimer(options.latencyMs ?? 1, work)
  const connectHub: ConnectHub = (handlers) => {
    let alive = true
    let freeAtMs = 0
    const cut = () => {
      if (!alive) return
      alive = false
      open.delete(cut)
      handlers.closed('cut by the test')
    }
    if (options.refuse?.()) {
      later(cut)
      return { send() {}, notify() {}, close: () => (alive = false) }
    }
    open.add(cut)
    const challenge = hub.challenge()
    later(() => alive && handlers.challenge(challenge))
    return {
      send(message, payload, answered) {
        const text = JSON.stringify(payload)
        const wire: unknown = JSON.parse(text)
        const takesMs = Math.ceil((text.length / (options.bytesPerSecond ?? Number.POSITIVE_INFINITY)) * 1_000)
        freeAtMs = Math.max(freeAtMs, clock.monotonicMs()) + takesMs
        clock.startTimer(freeAtMs - clock.monotonicMs() + (options.latencyMs ?? 1), () => {
          if (!alive) return
          const answer = respond(hub, message, wire, challenge.nonce)
          if (options.lose?.()) return
          later(() => alive && answered(answer))
          if (message === 'hello') later(() => alive && handlers.credit({ events: options.leave?.() ?? 1_000_000 }))
        })
      },
      notify() {},
      close() {
        alive = false
        open.delete(cut)
      },
    }
  }
  return {
    connectHub,
    cut: () => {
      for (const end of [...open]) end()
    },
  }
}

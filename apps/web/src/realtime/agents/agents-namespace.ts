import { type BatchAnswer, type HelloAnswer, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, Pulse } from '@counterfoil/protocol'
import { type FoundAgent, findAgent } from '@counterfoil/services/agents'
import type { HubNotes, Ingest } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'
import type { HubNamespace, HubSocket } from '../hub-sockets.ts'
import type { PresenceWriter } from '../presence-writer.ts'
import { CHALLENGE_MS, checkHello, type HelloRefusal, refuse, type SentChallenge } from './check-hello.ts'
import { noteStreamPosition } from './note-stream-position.ts'

export interface AgentsDesk {
  readonly connected: number
  /** Closes the agent's socket, if it has one here: its next greeting is judged anew. */
  drop(agentId: number): void
  /** Closes the sockets of agents that were revoked while nobody told us. */
  recheck(): Promise<void>
}

export interface AgentsOptions {
  readonly namespace: HubNamespace
  readonly ingest: Ingest
  readonly presence: PresenceWriter
  readonly notes: HubNotes
  readonly hubId: () => Promise<string>
}

/** Batches of one socket the hub works on at once. */
const WINDOW = 4
/** Greetings checked at once; the others come back later, so that a returning chain does not stand in its own way. */
const MOST_GREETINGS = 64

/** Agents' side of the hub: challenge, signed hello, then batches. One socket per agent; the newer one stays. */
export function serveAgents(parts: HubParts, options: AgentsOptions): AgentsDesk {
  const { clock, log, metrics, pool } = parts
  const { ingest, presence, notes } = options
  const sockets = new Map<number, HubSocket>()
  let greeting = 0

  options.namespace.on('connection', (socket) => {
    let challenge: SentChallenge | null = null
    let agent: FoundAgent | null = null
    let inFlight = 0
    const late = clock.startTimer(CHALLENGE_MS, () => socket.disconnect(true))

    // Every message is parsed where it is used; a missing answer function is a broken peer.
    socket.on('hello', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void hello(input).then((result) => {
        metrics.hellos.inc({ answer: result.ok ? 'ok' : result.code })
        answer(result)
      })
    })

    async function hello(input: unknown): Promise<HelloAnswer> {
      const sent = challenge
      challenge = null
      if (sent === null) return refuse('challenge_expired', 'A challenge serves one greeting. Connect again.').refusal
      if (greeting >= MOST_GREETINGS || !ingest.status.connected) return later()
      greeting += 1
      try {
        const checked = await checkHello(input, sent, clock.monotonicMs(), (uid) => findAgent({ pool }, uid))
        if ('refusal' in checked) {
          log.warn({ refused: checked.refusal.code, address: socket.handshake.address }, 'an agent was refused')
          return checked.refusal
        }
        const cursor = await ingest.cursor(checked.agent)
        if (cursor === null)
          return refuse('wrong_epoch', `The hub keeps no epoch ${checked.hello.epoch} of this agent. Enrol it anew.`).refusal
        await noteVersion(checked.agent, checked.hello.version)
        // Nothing may be awaited from here on: whoever has gone by now must not be kept as connected.
        if (socket.disconnected) return refuse('busy', 'The connection has gone.').refusal
        noteStreamPosition(notes, checked.agent, checked.hello, cursor)
        welcome(checked.agent, checked.hello.version)
        return { ok: true, highWater: cursor.highWater, head: cursor.head.toString('hex'), hubTimeMs: clock.nowMs() }
      } catch (error) {
        log.warn({ err: error }, 'a greeting could not be checked')
        return refuse('unavailable', 'The hub cannot reach its database now. Connect again.', 1_000).refusal
      } finally {
        greeting -= 1
      }
    }

    function later(): HelloRefusal {
      const retryAfterMs = Math.round(500 + parts.random() * 4_000)
      if (!ingest.status.connected) return refuse('unavailable', 'The hub cannot reach its database now.', retryAfterMs).refusal
      return refuse('busy', 'Many agents are connecting.', retryAfterMs).refusal
    }

    async function noteVersion(found: FoundAgent, version: string): Promise<void> {
      if (found.version !== version)
        await pool.query('update agent set version = $2 where id = $1', [found.id, version.replaceAll('\u0000', '')])
    }

    function welcome(found: FoundAgent, version: string): void {
      late.cancel()
      agent = found
      const older = sockets.get(found.id)
      sockets.set(found.id, socket)
      metrics.agents.set(sockets.size)
      if (older !== undefined) {
        log.info({ agentId: found.id }, 'an agent has connected anew; its older connection is closed')
        older.disconnect(true)
      }
      if (found.state === 'active')
        presence.note({ agentId: found.id, storeId: found.storeId, connected: true, waiting: 0, oldestMs: 0 })
      log.debug({ agentId: found.id, version, state: found.state }, 'an agent has greeted')
    }

    socket.on('batch', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      if (agent === null) return answer(refuseBatch('not_greeted', 'Greet first: nothing is taken before a signed hello.'))
      if (inFlight >= WINDOW)
        return answer({ ...refuseBatch('busy', `At most ${WINDOW} batches may be on their way.`), retryAfterMs: 200 })
      inFlight += 1
      void ingest.submit(agent, input).then((result) => {
        inFlight -= 1
        answer(result)
      })
    })

    socket.on('pulse', (input) => {
      const pulse = Pulse.safeParse(input)
      if (agent === null || !pulse.success) return void socket.disconnect(true)
      if (agent.state !== 'active' || sockets.get(agent.id) !== socket) return
      presence.note({
        agentId: agent.id,
        storeId: agent.storeId,
        connected: true,
        waiting: pulse.data.waiting,
        oldestMs: pulse.data.oldestMs,
      })
    })

    socket.on('disconnect', () => {
      late.cancel()
      if (agent === null || sockets.get(agent.id) !== socket) return
      sockets.delete(agent.id)
      metrics.agents.set(sockets.size)
      ingest.forgetAgent(agent.id)
      presence.note({ agentId: agent.id, storeId: agent.storeId, connected: false, waiting: 0, oldestMs: 0 })
    })

    options.hubId().then(
      (hubId) => {
        const nonce = parts.randomBytes(32).toString('hex')
        challenge = { hubId, nonce, sentMs: clock.monotonicMs() }
        socket.emit('challenge', { hubId, nonce, protocol: PROTOCOL_VERSION, oldestProtocol: OLDEST_PROTOCOL_VERSION })
      },
      (error: unknown) => {
        log.warn({ err: error }, 'no challenge can be sent: the hub does not know its own id yet')
        socket.disconnect(true)
      },
    )
  })

  return {
    get connected() {
      return sockets.size
    },
    drop: (agentId) => void sockets.get(agentId)?.disconnect(true),
    async recheck() {
      const { rows } = await pool.query<{ id: number }>(`select id from agent where id = any($1::int4[]) and state = 'revoked'`, [
        [...sockets.keys()],
      ])
      for (const { id } of rows) sockets.get(id)?.disconnect(true)
    },
  }
}

function refuseBatch(code: 'not_greeted' | 'busy', message: string): Extract<BatchAnswer, { ok: false }> {
  return { ok: false, code, message }
}

import { verifyText } from '@counterfoil/audit'
import {
  type BatchAnswer,
  type Challenge,
  type HelloAnswer,
  OLDEST_PROTOCOL_VERSION,
  PROTOCOL_VERSION,
  Pulse,
} from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { PresenceSeen } from '../agents/record-presence.ts'
import type { Clock } from '../clock.ts'
import type { Ingest } from '../ingest/create-ingest.ts'
import type { HubNotes } from '../ingest/hub-notes.ts'
import { CHALLENGE_MS, checkHello, type HelloRefusal, refuse, type SentChallenge } from './check-hello.ts'
import { noteStreamPosition } from './note-stream-position.ts'

/** One agent's connection, whatever carries it: socket.io in the hub, memory in simulations. */
export interface AgentConnection {
  challenge(challenge: Challenge): void
  /** Ends the connection; `closed` of the session follows. Ending it twice does nothing. */
  close(): void
  readonly closed: boolean
  /** For the log. */
  readonly address: string
}

/** What a connection tells its session. */
export interface AgentSession {
  hello(input: unknown): Promise<HelloAnswer>
  batch(input: unknown): Promise<BatchAnswer>
  pulse(input: unknown): void
  closed(): void
}

export interface AgentSessions {
  open(connection: AgentConnection): AgentSession
  readonly connected: number
  /** Closes the agent's connection, if it has one here: its next greeting is judged anew. */
  drop(agentId: number): void
  /** Closes the agent's connection, if it has one here whose greeting is older than this one: it has greeted elsewhere. */
  supersede(agentId: number, greeting: number): void
  /** Closes the connections of agents that were revoked while nobody told us. */
  recheck(): Promise<void>
}

/** Rows of agents the sessions need. */
export interface AgentRecord {
  find(uid: string): Promise<FoundAgent | null>
  noteVersion(agentId: number, version: string): Promise<void>
  /** A number higher than any before, over all hubs. */
  nextGreeting(): Promise<number>
  findRevoked(agentIds: readonly number[]): Promise<readonly number[]>
}

export interface AgentSessionsOptions {
  readonly clock: Clock
  /** 0 ≤ x < 1, to spread returning agents. */
  readonly random: () => number
  readonly randomBytes: (count: number) => Buffer
  readonly ingest: Pick<Ingest, 'cursor' | 'forgetAgent' | 'status' | 'submit'>
  readonly notes: HubNotes
  readonly agents: AgentRecord
  readonly hubId: () => Promise<string>
  readonly onPresence: (seen: PresenceSeen) => void
  readonly onConnected: (count: number) => void
  /** An agent was welcomed; whoever else holds an older connection of it closes that. */
  readonly onGreeted?: (agentId: number, greeting: number) => void
  readonly onHello: (answer: HelloAnswer) => void
  readonly log: (level: 'debug' | 'info' | 'warn', facts: object, message: string) => void
  /** Checks a signature; the thread pool's Ed25519 unless told otherwise. */
  readonly verify?: typeof verifyText
}

/** An agent's connection and the number of its greeting. */
interface Greeted {
  readonly connection: AgentConnection
  readonly greeting: number
}

/** Batches of one connection the hub works on at once. */
const WINDOW = 4
/** Greetings checked at once; the others come back later, so that a returning chain does not stand in its own way. */
const MOST_GREETINGS = 64

/** Agents' side of the hub: challenge, signed hello, then batches. One connection per agent over all hubs; the newer stays. */
export function createAgentSessions(options: AgentSessionsOptions): AgentSessions {
  const { clock, ingest, notes, agents, log, verify = verifyText } = options
  const connections = new Map<number, Greeted>()
  let greeting = 0

  function later(): HelloRefusal {
    const retryAfterMs = Math.round(500 + options.random() * 4_000)
    if (!ingest.status.connected) return refuse('unavailable', 'The hub cannot reach its database now.', retryAfterMs).refusal
    return refuse('busy', 'Many agents are connecting.', retryAfterMs).refusal
  }

  function present(agent: FoundAgent, seen: Pick<PresenceSeen, 'connected' | 'greeting'> & Partial<PresenceSeen>): void {
    options.onPresence({ agentId: agent.id, storeId: agent.storeId, waiting: 0, oldestMs: 0, ...seen })
  }

  function open(connection: AgentConnection): AgentSession {
    let challenge: SentChallenge | null = null
    let agent: FoundAgent | null = null
    let greeted: Greeted | null = null
    let inFlight = 0
    const late = clock.startTimer(CHALLENGE_MS, () => connection.close())

    async function judge(input: unknown): Promise<HelloAnswer> {
      const sent = challenge
      challenge = null
      if (sent === null) return refuse('challenge_expired', 'A challenge serves one greeting. Connect again.').refusal
      if (greeting >= MOST_GREETINGS || !ingest.status.connected) return later()
      greeting += 1
      try {
        const checked = await checkHello(input, sent, clock.monotonicMs(), agents.find, verify)
        if ('refusal' in checked) {
          log('warn', { refused: checked.refusal.code, address: connection.address }, 'an agent was refused')
          return checked.refusal
        }
        const [cursor, number] = await Promise.all([ingest.cursor(checked.agent), agents.nextGreeting()])
        if (cursor === null)
          return refuse('wrong_epoch', `The hub keeps no epoch ${checked.hello.epoch} of this agent. Enrol it anew.`).refusal
        const { version } = checked.hello
        if (checked.agent.version !== version) await agents.noteVersion(checked.agent.id, version)
        // Nothing may be awaited from here on: a connection that ends meanwhile would stay counted.
        if (connection.closed) return refuse('busy', 'The connection has gone.').refusal
        if ((connections.get(checked.agent.id)?.greeting ?? 0) > number)
          return refuse('busy', 'This agent has greeted anew over another connection.').refusal
        noteStreamPosition(notes, checked.agent, checked.hello, cursor)
        welcome(checked.agent, version, number)
        return { ok: true, highWater: cursor.highWater, head: cursor.head.toString('hex'), hubTimeMs: clock.nowMs() }
      } catch (error) {
        log('warn', { err: error }, 'a greeting could not be checked')
        return refuse('unavailable', 'The hub cannot reach its database now. Connect again.', 1_000).refusal
      } finally {
        greeting -= 1
      }
    }

    function welcome(found: FoundAgent, version: string, number: number): void {
      late.cancel()
      agent = found
      greeted = { connection, greeting: number }
      const older = connections.get(found.id)
      connections.set(found.id, greeted)
      options.onConnected(connections.size)
      if (older !== undefined) {
        log('info', { agentId: found.id }, 'an agent has connected anew; its older connection is closed')
        older.connection.close()
      }
      options.onGreeted?.(found.id, number)
      if (found.state === 'active') present(found, { connected: true, greeting: number })
      log('debug', { agentId: found.id, version, state: found.state }, 'an agent has greeted')
    }

    options.hubId().then(
      (hubId) => {
        const nonce = options.randomBytes(32).toString('hex')
        challenge = { hubId, nonce, sentMs: clock.monotonicMs() }
        connection.challenge({ hubId, nonce, protocol: PROTOCOL_VERSION, oldestProtocol: OLDEST_PROTOCOL_VERSION })
      },
      (error: unknown) => {
        log('warn', { err: error }, 'no challenge can be sent: the hub does not know its own id yet')
        connection.close()
      },
    )

    return {
      async hello(input) {
        const answer = await judge(input)
        options.onHello(answer)
        return answer
      },
      async batch(input) {
        if (agent === null) return refuseBatch('not_greeted', 'Greet first: nothing is taken before a signed hello.')
        if (inFlight >= WINDOW)
          return { ...refuseBatch('busy', `At most ${WINDOW} batches may be on their way.`), retryAfterMs: 200 }
        inFlight += 1
        const answer = await ingest.submit(agent, input)
        inFlight -= 1
        return answer
      },
      pulse(input) {
        const pulse = Pulse.safeParse(input)
        if (agent === null || !pulse.success) return connection.close()
        if (agent.state !== 'active' || greeted === null || connections.get(agent.id) !== greeted) return
        const { waiting, oldestMs } = pulse.data
        present(agent, { connected: true, greeting: greeted.greeting, waiting, oldestMs })
      },
      closed() {
        late.cancel()
        if (agent === null || greeted === null || connections.get(agent.id) !== greeted) return
        connections.delete(agent.id)
        options.onConnected(connections.size)
        ingest.forgetAgent(agent.id)
        present(agent, { connected: false, greeting: greeted.greeting })
      },
    }
  }

  return {
    open,
    get connected() {
      return connections.size
    },
    drop: (agentId) => connections.get(agentId)?.connection.close(),
    supersede(agentId, greeting) {
      const held = connections.get(agentId)
      if (held === undefined || held.greeting >= greeting) return
      log('info', { agentId }, 'an agent has connected to another hub; its connection here is closed')
      held.connection.close()
    },
    async recheck() {
      for (const id of await agents.findRevoked([...connections.keys()])) connections.get(id)?.connection.close()
    },
  }
}

function refuseBatch(code: 'not_greeted' | 'busy', message: string): Extract<BatchAnswer, { ok: false }> {
  return { ok: false, code, message }
}

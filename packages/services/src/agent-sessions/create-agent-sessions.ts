import { verifyText } from '@counterfoil/audit'
import {
  BATCH_MAX_EVENTS,
  type BatchAnswer,
  type CheckpointNews,
  type HelloAnswer,
  Joined,
  LIVE_MAX_EVENTS,
  OLDEST_PROTOCOL_VERSION,
  PROTOCOL_VERSION,
  Pulse,
} from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import { AGENT_KEY_LASTS_MS } from '../agents/key-age.ts'
import type { PresenceSeen } from '../agents/record-presence.ts'
import type { Clock } from '../clock.ts'
import type { CommandDesk } from '../commands/command-desk.ts'
import type { Ingest } from '../ingest/create-ingest.ts'
import type { HubNotes } from '../ingest/hub-notes.ts'
import type { WitnessDesk } from '../witnesses/witness-desk.ts'
import { createAdmission } from './admission.ts'
import type { AgentRecord } from './agent-record.ts'
import type { AgentConnection, AgentSession } from './agent-session.ts'
import { CHALLENGE_MS, checkHello, type HelloRefusal, refuse, type SentChallenge } from './check-hello.ts'
import { countOf } from './count-of.ts'
import { createGreetingTurns } from './greeting-turns.ts'
import { cloned, createJoinDesk } from './join-desk.ts'
import { noteStreamPosition } from './note-stream-position.ts'
import { createReplayTurns } from './replay-turns.ts'
import { createSilenceWatch } from './silence-watch.ts'
import { takeNewKey } from './take-new-key.ts'
import { createCommandTeller } from './tell-commands.ts'

export interface AgentSessions {
  open(connection: AgentConnection): AgentSession
  readonly connected: number
  /** Agents with a backlog that wait for leave to send it, or have some. */
  readonly replaying: number
  /** Closes the agent's connection, if it has one here: its next greeting is judged anew. */
  drop(agentId: number): void
  /** Closes the agent's connection, if it has one here whose greeting is older than this one: it has greeted elsewhere. */
  supersede(agentId: number, greeting: number): void
  /** Tells every agent here that the log is worth a look before its minute is over. */
  tellNews(news: CheckpointNews): void
  /** Tells the agent what it is asked for, if it is connected here. */
  tellCommands(agentId: number): Promise<void>
  /** The same for every agent here that something waits for. */
  tellWaitingCommands(): Promise<void>
  /** Closes the connections of agents that were shut out while nobody told us. */
  recheck(): Promise<void>
  close(): void
}

export interface AgentSessionsOptions {
  readonly clock: Clock
  /** 0 ≤ x < 1, to spread returning agents. */
  readonly random: () => number
  readonly randomBytes: (count: number) => Buffer
  readonly ingest: Pick<Ingest, 'cursor' | 'forgetAgent' | 'status' | 'submit'>
  readonly notes: HubNotes
  readonly agents: AgentRecord
  /** Shows agents the log; left out, they are not told of one. */
  readonly witnesses?: WitnessDesk
  /** What agents are asked for; left out, they are told of no key and of no command. */
  readonly commands?: CommandDesk
  readonly hubId: () => Promise<string>
  readonly onPresence: (seen: PresenceSeen) => void
  readonly onConnected: (count: number) => void
  /** An agent was welcomed; whoever else holds an older connection of it closes that. */
  readonly onGreeted?: (agentId: number, greeting: number) => void
  readonly onHello: (answer: HelloAnswer) => void
  /** Greetings judged a second, 400 unless told otherwise. */
  readonly hellosPerSecond?: number
  readonly log: (level: 'debug' | 'info' | 'warn', facts: object, message: string) => void
  /** Checks a signature; the thread pool's Ed25519 unless told otherwise. */
  readonly verify?: typeof verifyText
}

/** An agent's connection and the number of its greeting. */
interface Greeted {
  readonly agent: Pick<HeardAgent, 'id' | 'uid' | 'epoch' | 'state'>
  readonly connection: AgentConnection
  readonly greeting: number
}
/** An agent whose batches are read: of a revoked one they are kept aside. */
type HeardAgent = FoundAgent & { readonly state: 'active' | 'revoked' }

/** Batches of one connection the hub works on at once. */
const WINDOW = 4
/** Greetings checked at once; more would only wait for the database's connections. */
const MOST_GREETINGS = 64
/** So many more wait for that; where more than some wait, no further challenges are sent, and looked at again a little later. */
const MOST_WAITING_GREETINGS = 256
const SOME_WAITING_GREETINGS = 32
const LOOK_AGAIN_MS = 100
const HELLOS_PER_SECOND = 400
/** Well under the 20 s an agent waits for its greeting. */
const MOST_WAIT_MS = 8_000
/** An agent leaves a connection alone for at least a second before its next one; the database's clock and ours may differ by less. */
const OVERTAKEN_BY_MS = 250

/** Agents' side of the hub: challenge, signed hello, then batches. One connection per agent over all hubs; the newer stays. */
export function createAgentSessions(options: AgentSessionsOptions): AgentSessions {
  const { clock, ingest, notes, agents, log, verify = verifyText } = options
  const connections = new Map<number, Greeted>()
  const turns = createReplayTurns({ clock })
  const commands = createCommandTeller(options.commands, log)
  const perSecond = options.hellosPerSecond ?? HELLOS_PER_SECOND
  const admission = createAdmission({ perSecond, burst: perSecond / 4, mostWaitMs: MOST_WAIT_MS, random: options.random })
  const settleJoin = createJoinDesk({ agents, notes, log })
  const greetings = createGreetingTurns({ atOnce: MOST_GREETINGS, mostWaiting: MOST_WAITING_GREETINGS })
  const silence = createSilenceWatch({ clock, log })

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
    let turnedAwayMs: number | null = null
    let agent: HeardAgent | null = null
    let greeted: Greeted | null = null
    let inFlight = 0
    const openedMs = clock.monotonicMs()
    const late = clock.startTimer(CHALLENGE_MS, () => connection.close())

    async function judge(input: unknown): Promise<HelloAnswer> {
      const sent = challenge
      challenge = null
      if (sent === null) return refuse('challenge_expired', 'A challenge serves one greeting. Connect again.').refusal
      if (turnedAwayMs !== null) return refuse('busy', 'Many agents are connecting.', turnedAwayMs).refusal
      const cameMs = clock.monotonicMs()
      const turn = ingest.status.connected ? greetings.enter() : null
      if (turn === null) return later()
      await turn
      try {
        if (connection.closed) return gone()
        const checked = await checkHello(input, sent, cameMs, agents.find, verify)
        if ('refusal' in checked) {
          log('warn', { refused: checked.refusal.code, address: connection.address }, 'an agent was refused')
          return checked.refusal
        }
        // Before anything is decided: what comes of a connection that has gone would be held against its agent.
        if (connection.closed) return gone()
        // Overtaken on a slow line: its number may be an old one of an honest agent, which comes again with a fresh challenge.
        // Measured after the row was read, so that the row's own age is never the larger one.
        const ageMs = clock.monotonicMs() - sent.sentMs
        const { hello } = checked
        if (checked.agent.greetedMsAgo !== null && checked.agent.greetedMsAgo + OVERTAKEN_BY_MS < ageMs)
          return refuse('challenge_expired', 'A newer greeting has overtaken this one.').refusal
        const { state } = checked.agent
        if (state === 'locked') return cloned().refusal
        const found: HeardAgent = { ...(checked.key === 'next' ? await adoptNextKey(checked.agent) : checked.agent), state }
        const [cursor, number] = await Promise.all([ingest.cursor(found), agents.nextGreeting()])
        if (cursor === null)
          return refuse('wrong_epoch', `The hub keeps no epoch ${hello.epoch} of this agent. Enrol it anew.`).refusal
        // Of a revoked agent nothing counts but what it sends, which is kept aside.
        const joined = state === 'revoked' ? NO_OFFER : await settleJoin(found, hello, connection.address)
        if ('refusal' in joined) return joined.refusal
        const { version } = hello
        if (found.version !== version) await agents.noteVersion(found.id, version)
        // Nothing may be awaited from here on: a connection that ends meanwhile would stay counted.
        if (connection.closed) return gone()
        if ((connections.get(found.id)?.greeting ?? 0) > number)
          return refuse('busy', 'This agent has greeted anew over another connection.').refusal
        noteStreamPosition(notes, found, hello, cursor)
        welcome(found, version, number)
        const due = found.keyWanted || clock.nowMs() - found.keySinceMs > AGENT_KEY_LASTS_MS
        return {
          ok: true,
          highWater: cursor.highWater,
          head: cursor.head.toString('hex'),
          hubTimeMs: clock.nowMs(),
          offer: joined.offer,
          ...(due && found.state === 'active' && { rotateKey: true }),
          ...(options.witnesses && { checkpoints: true }),
          ...(options.commands && { commandKey: options.commands.key(sent.hubId) }),
        }
      } catch (error) {
        log('warn', { err: error }, 'a greeting could not be checked')
        return refuse('unavailable', 'The hub cannot reach its database now. Connect again.', 1_000).refusal
      } finally {
        greetings.leave()
      }
    }

    /** The first greeting signed with the new key: the old one is dead from here on. */
    async function adoptNextKey(found: FoundAgent): Promise<FoundAgent> {
      if (found.nextKey === null) return found
      await agents.adoptKey(found.id, found.nextKey.publicKey)
      log('info', { agentId: found.id }, 'an agent’s new key is in use')
      return { ...found, ...found.nextKey, nextKey: null, keySinceMs: clock.nowMs(), keyWanted: false }
    }

    function welcome(found: HeardAgent, version: string, number: number): void {
      late.cancel()
      agent = found
      greeted = { agent: found, connection, greeting: number }
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

    function sendChallenge(hubId: string): void {
      const nonce = options.randomBytes(32).toString('hex')
      challenge = { hubId, nonce, sentMs: clock.monotonicMs() }
      connection.challenge({ hubId, nonce, protocol: PROTOCOL_VERSION, oldestProtocol: OLDEST_PROTOCOL_VERSION })
    }

    /** Whoever were challenged now would only wait for judgement: a slower machine takes fewer a second than it was told. */
    function challengeWhenFree(hubId: string): void {
      if (connection.closed) return
      if (greetings.waiting >= SOME_WAITING_GREETINGS) {
        if (clock.monotonicMs() - openedMs < MOST_WAIT_MS) {
          clock.startTimer(LOOK_AGAIN_MS, () => challengeWhenFree(hubId))
          return
        }
        turnedAwayMs = Math.round(500 + options.random() * 4_000)
      }
      sendChallenge(hubId)
    }

    const grant = (events: number): void => connection.credit({ events })

    options.hubId().then(
      (hubId) => {
        const admitted = admission.admit(clock.monotonicMs())
        if ('retryAfterMs' in admitted) {
          turnedAwayMs = admitted.retryAfterMs
          sendChallenge(hubId)
        } else if (admitted.afterMs === 0) challengeWhenFree(hubId)
        else clock.startTimer(admitted.afterMs, () => challengeWhenFree(hubId))
      },
      (error: unknown) => {
        log('warn', { err: error }, 'no challenge can be sent: the hub does not know its own id yet')
        connection.close()
      },
    )

    return silence.hear(connection, {
      async hello(input) {
        const answer = await judge(input)
        options.onHello(answer)
        return answer
      },
      async batch(input) {
        if (agent === null) return refuseBatch('not_greeted', 'Greet first: nothing is taken before a signed hello.')
        if (inFlight >= WINDOW)
          return { ...refuseBatch('busy', `At most ${WINDOW} batches may be on their way.`), retryAfterMs: 200 }
        const events = countOf(input)
        // A batch larger than any may be is the ingest's to refuse.
        const replayed = events <= BATCH_MAX_EVENTS && turns.admits(agent.id, events)
        if (!replayed && (events <= LIVE_MAX_EVENTS || events > BATCH_MAX_EVENTS)) turns.live()
        else if (!replayed) {
          const message = `More than ${LIVE_MAX_EVENTS} events need the hub’s leave, which this agent does not have.`
          return { ...refuseBatch('busy', message), retryAfterMs: 1_000 }
        }
        inFlight += 1
        const answer = await ingest.submit(agent, input)
        inFlight -= 1
        if (replayed) turns.settled(agent.id, events)
        return answer
      },
      async rotate(input) {
        if (agent === null) return { ok: false, code: 'not_greeted', message: 'Greet first.' }
        return takeNewKey({ agents, verify, log }, agent, input)
      },
      joined(input) {
        const joined = Joined.safeParse(input)
        if (agent === null || !joined.success) return connection.close()
        // If it cannot be written, the number is taken for held at the next greeting that shows it.
        agents.confirmJoin(agent.id, joined.data.join).catch((error: unknown) => {
          log('warn', { err: error, agentId: agent?.id }, 'a join number was not confirmed')
        })
        // From here on it has read our answer, with the key that commands are signed with.
        if (greeted !== null) void commands.tell(greeted)
      },
      async pulse(input) {
        const pulse = Pulse.safeParse(input)
        if (agent === null || greeted === null || !pulse.success || connections.get(agent.id) !== greeted) {
          connection.close()
          return { ok: true }
        }
        const { waiting, oldestMs } = pulse.data
        turns.waits(agent.id, waiting, grant)
        if (agent.state === 'active') present(agent, { connected: true, greeting: greeted.greeting, waiting, oldestMs })
        return { ok: true }
      },
      async checkpoint(input) {
        if (agent === null || options.witnesses === undefined) return { ok: false, ...GREET_FIRST }
        return options.witnesses.show(agent, input)
      },
      async cosignature(input) {
        if (agent === null || options.witnesses === undefined) return { ok: false, ...GREET_FIRST }
        return options.witnesses.take(agent, input)
      },
      closed() {
        late.cancel()
        if (agent === null || greeted === null || connections.get(agent.id) !== greeted) return
        connections.delete(agent.id)
        options.onConnected(connections.size)
        turns.leave(agent.id)
        ingest.forgetAgent(agent.id)
        present(agent, { connected: false, greeting: greeted.greeting })
      },
    })
  }

  return {
    open,
    get connected() {
      return connections.size
    },
    get replaying() {
      return turns.replaying
    },
    drop: (agentId) => connections.get(agentId)?.connection.close(),
    supersede(agentId, greeting) {
      const held = connections.get(agentId)
      if (held === undefined || held.greeting >= greeting) return
      log('info', { agentId }, 'an agent has connected to another hub; its connection here is closed')
      held.connection.close()
    },
    tellNews(news) {
      for (const { connection } of connections.values()) connection.news?.(news)
    },
    tellCommands: (agentId) => commands.tell(connections.get(agentId)),
    tellWaitingCommands: () => commands.tellWaiting(connections),
    async recheck() {
      for (const id of await agents.findShutOut([...connections.keys()])) connections.get(id)?.connection.close()
    },
    close() {
      turns.close()
      silence.close()
    },
  }
}

/** A number no greeting is judged by. */
const NO_OFFER = { offer: 1 } as const

const GREET_FIRST = { code: 'not_greeted', message: 'Greet first.' } as const

function gone(): HelloRefusal {
  return refuse('busy', 'The connection has gone.').refusal
}

function refuseBatch(code: 'not_greeted' | 'busy', message: string): Extract<BatchAnswer, { ok: false }> {
  return { ok: false, code, message }
}

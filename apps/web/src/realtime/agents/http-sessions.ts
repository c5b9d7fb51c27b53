import {
  type BatchAnswer,
  type CheckpointAnswer,
  type CosignatureAnswer,
  type HelloAnswer,
  type HubMessage,
  type MessagesAnswer,
  type PulseAnswer,
  type RotateAnswer,
  SESSION_IDLE_MS,
  type SessionOpened,
  type SessionRefused,
} from '@counterfoil/protocol'
import type { AgentConnection, AgentSessions } from '@counterfoil/services/agent-sessions'
import type { Timer } from '@counterfoil/services/clock'
import type { HubParts } from '../hub-parts.ts'

/** One agent's connection made of single requests. Each call, and each piece of one, keeps it alive for another minute. */
export interface HttpSession {
  hello(input: unknown): Promise<HelloAnswer>
  batch(input: unknown): Promise<BatchAnswer>
  rotate(input: unknown): Promise<RotateAnswer>
  joined(input: unknown): void
  pulse(input: unknown): Promise<PulseAnswer>
  checkpoint(input: unknown): Promise<CheckpointAnswer>
  cosignature(input: unknown): Promise<CosignatureAnswer>
  /** What the hub has said since message `after`, as soon as there is something, else nothing after `waitMs`. */
  messages(after: number, waitMs: number): Promise<MessagesAnswer>
  /** So many bytes more of a request that is on its way: a large one on a slow line takes its time, and is no silence. */
  readonly hearBytes: (bytes: number) => void
  end(): void
}

export interface HttpSessions {
  /** Answers when the hub has a challenge. */
  open(address: string): Promise<SessionOpened>
  find(id: string): HttpSession | undefined
  /** Ends them all: the hub is stopping. */
  close(): void
}

/** Sessions at once, and those among them that have not greeted: the memory they may take has an end. */
const MOST_SESSIONS = 20_000
const MOST_UNGREETED = 1_024
/** Unread messages of one session; who reads so little has gone. */
const MOST_MESSAGES = 256

export interface HttpSessionsOptions {
  readonly sessions: Pick<AgentSessions, 'open'>
  readonly onCount: (count: number) => void
}

/** Carries agents' sessions over POSTs, for agents whose network blocks WebSocket. Another hub node knows nothing of them. */
export function createHttpSessions(
  { clock, random, randomBytes, log }: Pick<HubParts, 'clock' | 'random' | 'randomBytes' | 'log'>,
  options: HttpSessionsOptions,
): HttpSessions {
  const live = new Map<string, HttpSession>()
  const ungreeted = new Set<string>()

  function open(address: string): Promise<SessionOpened> {
    if (live.size >= MOST_SESSIONS || ungreeted.size >= MOST_UNGREETED) {
      const retryAfterMs = Math.round(2_000 + random() * 8_000)
      return Promise.resolve({ ok: false, code: 'busy', message: 'Many agents are connecting.', retryAfterMs })
    }
    const { promise, resolve } = Promise.withResolvers<SessionOpened>()
    const id = randomBytes(32).toString('hex')
    let ended = false
    let bytesHeard = 0
    let said: HubMessage[] = []
    let numbers = 0
    let idle: Timer | undefined
    let waiting: (() => void) | undefined

    const connection: AgentConnection = {
      credit: (credit) => say('credit', credit),
      news: (news) => say('news', news),
      command: (command) => say('command', command),
      approvers: (approvers) => say('approvers', approvers),
      challenge: (challenge) => resolve({ ok: true, session: id, challenge }),
      close: end,
      get closed() {
        return ended
      },
      address,
      get bytesHeard() {
        return bytesHeard
      },
    }
    const session = options.sessions.open(connection)

    function keepAlive(): void {
      idle?.cancel()
      if (!ended) idle = clock.startTimer(SESSION_IDLE_MS, end)
    }

    function end(): void {
      if (ended) return
      ended = true
      idle?.cancel()
      live.delete(id)
      ungreeted.delete(id)
      options.onCount(live.size)
      resolve({ ok: false, code: 'unavailable', message: 'The hub cannot greet anybody now. Connect again.' })
      waiting?.()
      session.closed()
    }

    function say(name: string, payload: unknown): void {
      numbers += 1
      said.push({ number: numbers, name, payload })
      if (said.length > MOST_MESSAGES) {
        log.info({ address }, 'an agent reads nothing of what it is told; its session is closed')
        end()
      } else {
        waiting?.()
      }
    }

    async function messages(after: number, waitMs: number): Promise<MessagesAnswer> {
      keepAlive()
      said = said.filter(({ number }) => number > after)
      // Whoever asks anew has given up the older question.
      waiting?.()
      if (said.length === 0 && waitMs > 0) await somethingSaid(waitMs)
      if (ended) return CLOSED
      return { ok: true, messages: said }
    }

    function somethingSaid(waitMs: number): Promise<void> {
      return new Promise((done) => {
        const stop = () => {
          timer.cancel()
          if (waiting === stop) waiting = undefined
          done()
        }
        const timer = clock.startTimer(waitMs, stop)
        waiting = stop
      })
    }

    keepAlive()
    ungreeted.add(id)
    live.set(id, {
      async hello(input) {
        keepAlive()
        const answer = await session.hello(input)
        if (answer.ok) ungreeted.delete(id)
        return answer
      },
      batch(input) {
        keepAlive()
        return session.batch(input)
      },
      rotate(input) {
        keepAlive()
        return session.rotate(input)
      },
      joined(input) {
        keepAlive()
        session.joined(input)
      },
      pulse(input) {
        keepAlive()
        return session.pulse(input)
      },
      checkpoint(input) {
        keepAlive()
        return session.checkpoint(input)
      },
      cosignature(input) {
        keepAlive()
        return session.cosignature(input)
      },
      messages,
      hearBytes(bytes) {
        bytesHeard += bytes
        keepAlive()
      },
      end,
    })
    options.onCount(live.size)
    return promise
  }

  return {
    open,
    find: (id) => live.get(id),
    close() {
      for (const session of [...live.values()]) session.end()
    },
  }
}

const CLOSED: SessionRefused = { ok: false, code: 'closed', message: 'The hub closed the connection.' }

import { AGENT_SESSION_PATH, MESSAGES_WAIT_MS, MessagesAnswer, SessionOpened, SessionRefused } from '@counterfoil/protocol'
import type { Clock } from '@counterfoil/terminals'
import { explainPostError, explainStatus, PostError } from './explain-post-error.ts'
import type { ConnectPath, PathFailure } from './hub-path.ts'
import type { HubTransport } from './hub-transport.ts'
import { postText } from './post-text.ts'
import { type RefusalCause, refusalCauseOf } from './refusal-cause.ts'

export interface ConnectHttpsOptions {
  readonly hubUrl: string
  readonly clock: Clock
  readonly transport: HubTransport
}

const ANSWER_MS = 15_000
const END_MS = 2_000
/** Something on the way may end a request that is silent for long: each miss asks for a shorter wait, this often. */
const MOST_MISSES = 4
const MISS_PAUSE_MS = 1_000

/** Connects to the hub by HTTPS POST, for networks that block WebSocket. The same session, the same signatures, single requests. */
export function connectHttps({ hubUrl, clock, transport }: ConnectHttpsOptions): ConnectPath {
  return (handlers) => {
    const over = new AbortController()
    let session = ''
    let last: Promise<void> = Promise.resolve()

    function end(why: string, failure?: PathFailure, refused?: RefusalCause): void {
      if (over.signal.aborted) return
      over.abort()
      handlers.closed(why, failure, refused)
    }

    function fail(error: unknown): void {
      if (error instanceof PostError) end(error.message, error.failure, refusalCauseOf(error.cause))
      else end(explainPostError(error, hubUrl, transport.proxyHost).message)
    }

    /** Once more where a kept connection was closed under the request; all but a greeting may safely be said twice. */
    async function post(step: string, body: object, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
      try {
        return await postOnce(step, body, timeoutMs, signal)
      } catch (error) {
        if (!(error instanceof PostError) || !error.connectionLost || step === '/hello' || signal?.aborted) throw error
        return await postOnce(step, body, timeoutMs, signal)
      }
    }

    /** The parsed answer, whatever its status; throws `PostError` when no hub answered. */
    async function postOnce(step: string, body: object, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
      const late = new AbortController()
      const timer = clock.startTimer(timeoutMs, () => late.abort())
      try {
        const response = await postText(new URL(`${AGENT_SESSION_PATH}${step}`, hubUrl), JSON.stringify(body), {
          transport,
          headers: { 'Content-Type': 'application/json', ...(session && { Authorization: `Bearer ${session}` }) },
          signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
        })
        const answer = parseAnswer(response.text)
        if (answer === undefined) throw explainStatus(response.status, hubUrl)
        return answer
      } catch (error) {
        if (error instanceof PostError) throw error
        if (late.signal.aborted)
          throw new PostError(`${hubUrl} took a request and did not answer within ${timeoutMs / 1_000} s`, 'failed')
        throw explainPostError(error, hubUrl, transport.proxyHost)
      } finally {
        timer.cancel()
      }
    }

    /** True when the session is over, which ends the connection. */
    function sessionEnded(answer: unknown): boolean {
      const refused = SessionRefused.safeParse(answer)
      if (!refused.success || (refused.data.code !== 'unknown_session' && refused.data.code !== 'closed')) return false
      end(
        refused.data.code === 'closed'
          ? 'the hub closed the connection'
          : 'the hub does not know this session any more (it was restarted, or another of its nodes answered)',
      )
      return true
    }

    async function open(): Promise<void> {
      const opened = SessionOpened.safeParse(await post('', {}, ANSWER_MS, over.signal))
      if (over.signal.aborted) return
      if (!opened.success) return end(`${hubUrl} answers, but not like a hub`, 'blocked')
      if (!opened.data.ok) return end(`the hub answers by HTTPS: ${opened.data.message}`)
      session = opened.data.session
      handlers.challenge(opened.data.challenge)
      await listen()
    }

    /** What the hub says of its own accord. A missed answer loses nothing: it is told again until it is confirmed. */
    async function listen(): Promise<void> {
      let after = 0
      let misses = 0
      while (!over.signal.aborted) {
        const waitMs = Math.round(MESSAGES_WAIT_MS / 2 ** misses)
        try {
          const raw = await post('/messages', { after, waitMs }, waitMs + ANSWER_MS, over.signal)
          if (over.signal.aborted || sessionEnded(raw)) return
          const answer = MessagesAnswer.safeParse(raw)
          if (!answer.success || !answer.data.ok) return end(`${hubUrl} answers, but not like a hub`)
          for (const { number, name, payload } of answer.data.messages) {
            if (over.signal.aborted) return
            after = number
            hear(name, payload)
          }
        } catch (error) {
          misses += 1
          if (misses > MOST_MISSES) throw error
          await pause(MISS_PAUSE_MS)
        }
      }
    }

    function hear(name: string, payload: unknown): void {
      if (name === 'credit') handlers.credit(payload)
      else if (name === 'news') handlers.news?.(payload)
      else if (name === 'command') handlers.command?.(payload)
      else if (name === 'approvers') handlers.approvers?.(payload)
    }

    function pause(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const stop = () => {
          timer.cancel()
          over.signal.removeEventListener('abort', stop)
          resolve()
        }
        const timer = clock.startTimer(ms, stop)
        over.signal.addEventListener('abort', stop)
      })
    }

    /** One after another: two requests at once may overtake each other, and the second would look like a gap. */
    function inTurn(work: () => Promise<void>): void {
      last = last.then(async () => {
        if (!over.signal.aborted) await work().catch(fail)
      })
    }

    open().catch(fail)
    return {
      send: (message, payload, answered) =>
        inTurn(async () => {
          const answer = await post(`/${message}`, payload, ANSWER_MS, over.signal)
          if (!over.signal.aborted && !sessionEnded(answer)) answered(answer)
        }),
      notify: (message, payload) =>
        inTurn(async () => {
          const answer = await post(`/${message}`, payload, ANSWER_MS, over.signal)
          if (!over.signal.aborted) sessionEnded(answer)
        }),
      close() {
        if (over.signal.aborted) return
        over.abort()
        // The hub would notice by itself within a minute; told now, the dashboard is right at once.
        if (session !== '') post('/end', {}, END_MS).catch(() => undefined)
      },
    }
  }
}

/** A hub always says `ok`; sign-in pages, gateways' errors and older hubs do not. */
function parseAnswer(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && 'ok' in answer ? answer : undefined
  } catch {
    return undefined
  }
}

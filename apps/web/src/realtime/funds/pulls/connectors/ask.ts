import type { Clock } from '@counterfoil/services/clock'
import { LARGEST_FILE_BYTES } from '@counterfoil/services/funds/files'
import { PullError } from '../pull-error.ts'
import type { Allows } from './origins.ts'
import { wordOfStatus } from './status-words.ts'

/** For an answer to begin, and for each piece of it. */
const SILENCE_MS = 60_000
/** What providers say about a bill has a few hundred bytes. */
const LONGEST_TEXT = 262_144

export interface AskParts {
  readonly clock: Pick<Clock, 'startTimer'>
  readonly signal: AbortSignal
  readonly allows: Allows
}

export interface Question {
  readonly url: URL
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** A short answer, whole. */
  readonly text: () => Promise<string>
  /** Of a file, piece by piece; nothing but 200 is one. */
  readonly file: () => AsyncIterable<Uint8Array>
}

/**
 * Asks a provider, and nobody else: an address that is not allowed is not asked, and a redirect is not followed, wherever it
 * leads. An answer that stalls or grows too long is ended. Throws a `PullError`.
 */
export async function ask(
  { clock, signal, allows }: AskParts,
  { url, method = 'GET', headers = {}, body }: Question,
): Promise<Answer> {
  if (!allows(url)) throw new PullError('elsewhere')
  const silent = new AbortController()
  const ends = AbortSignal.any([signal, silent.signal])
  const heard = async <T>(work: Promise<T>, word: string): Promise<T> => {
    const timer = clock.startTimer(SILENCE_MS, () => silent.abort())
    try {
      return await work
    } catch (error) {
      throw new PullError(ends.aborted ? 'no_answer' : word, error)
    } finally {
      timer.cancel()
    }
  }
  const answer = await heard(
    // Packed on the way, it would have another length than it says.
    fetch(url, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      body: body ?? null,
      redirect: 'manual',
      signal: ends,
    }),
    'no_answer',
  )
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) {
    await leave(answer)
    throw new PullError('redirected')
  }

  async function* pieces(most: number): AsyncGenerator<Uint8Array> {
    const reader = answer.body?.getReader()
    if (reader === undefined) return
    let bytes = 0
    try {
      for (
        let read = await heard(reader.read(), 'connection_lost');
        !read.done;
        read = await heard(reader.read(), 'connection_lost')
      ) {
        bytes += read.value.length
        if (bytes > most) throw new PullError('too_large')
        yield read.value
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  return {
    status: answer.status,
    headers: answer.headers,
    async text() {
      const parts: Uint8Array[] = []
      for await (const piece of pieces(LONGEST_TEXT)) parts.push(piece)
      return Buffer.concat(parts).toString('utf8')
    },
    async *file() {
      if (answer.status !== 200) {
        await leave(answer)
        throw new PullError(wordOfStatus(answer.status))
      }
      yield* pieces(LARGEST_FILE_BYTES)
    },
  }
}

/** What it still says is not waited for. */
async function leave(answer: Response): Promise<void> {
  await answer.body?.cancel().catch(() => undefined)
}

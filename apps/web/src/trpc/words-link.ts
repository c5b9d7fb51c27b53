import type { TRPCClientError, TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { RefusedAnswer } from '../components/refusal/use-refused-words.ts'
import type { AppRouter } from '../server/root.ts'

/** Gives refusals that can happen to every procedure the words of the page's language; null leaves the server's. */
export function wordsLink(wordsFor: (refused: RefusedAnswer) => string | null): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          error: (error) => {
            error.message = wordsFor({ ...refusedBy(error), message: error.message }) ?? error.message
            observer.error(error)
          },
          complete: () => observer.complete(),
        }),
      )
}

/** What nobody foresaw has no reason of its own. */
export function refusedBy({ data }: Pick<TRPCClientError<AppRouter>, 'data'>): {
  readonly reason: string
  readonly fields: string
} {
  const reason = data?.code === 'INTERNAL_SERVER_ERROR' ? 'unexpected' : String(data?.reason ?? '')
  return { reason, fields: (data?.fields ?? []).filter((field) => field !== '').join(', ') }
}

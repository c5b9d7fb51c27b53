import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import type { AppRouter } from '../server/root.ts'
import type { FactorDesk, FactorWant } from './factor-desk.ts'

/**
 * What was refused for want of a factor waits at the desk and is sent again once one was shown. So no feature has to know of it:
 * `useMutation(api.people.changeRole.mutationOptions())` stays pending meanwhile.
 */
export function factorLink(desk: FactorDesk): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let over = false
        let sent: Unsubscribable | null = null
        const send = () => {
          sent = next(op).subscribe({
            next: (value) => observer.next(value),
            error: (error) => {
              const want = wantOf(error)
              if (want === null) return observer.error(error)
              void desk.ask(want).then((shown) => {
                if (over) return
                if (shown) send()
                else observer.error(error)
              })
            },
            complete: () => observer.complete(),
          })
        }
        send()
        return () => {
          over = true
          sent?.unsubscribe()
        }
      })
}

/** The factor a refusal asks for; null for every other error. */
export function wantOf(error: unknown): FactorWant | null {
  if (!(error instanceof TRPCClientError)) return null
  const reason: unknown = error.data?.reason
  return reason === 'factor_wanted' || reason === 'idle' ? reason : null
}

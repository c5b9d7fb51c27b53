import type { HubParts } from '../hub-parts.ts'

const ANSWER_MS = 2_000

/** Whether the database answers: what it said, or why not. Waits for 2 s at most, whatever the pool waits for. */
export function askDatabase<Row extends object>(
  { pool, clock }: Pick<HubParts, 'pool' | 'clock'>,
  question: string,
): Promise<{ readonly row: Row | undefined } | { readonly trouble: string }> {
  return new Promise((resolve) => {
    const timer = clock.startTimer(ANSWER_MS, () => resolve({ trouble: `no answer within ${ANSWER_MS / 1_000} s` }))
    pool.query<Row>(question).then(
      ({ rows }) => {
        timer.cancel()
        resolve({ row: rows[0] })
      },
      (error: unknown) => {
        timer.cancel()
        resolve({ trouble: error instanceof Error ? error.message || error.name : String(error) })
      },
    )
  })
}

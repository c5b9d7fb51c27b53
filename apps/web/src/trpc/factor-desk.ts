/** Why a question waits for its person: it asks for a factor shown lately, or nobody has been at the page for too long. */
export type FactorWant = 'factor_wanted' | 'idle'

/**
 * Where refused questions wait until a factor was shown. One per page; the step-up dialog and the curtain serve it. Nobody else
 * needs it: a mutation that asks for a fresh factor is sent again by itself (`factor-link.ts`), and fails as `factor_wanted`
 * only when the person closes the dialog.
 */
export interface FactorDesk {
  /** True once a factor was shown, false when the person would not. All who wait share one dialog. */
  ask(want: FactorWant): Promise<boolean>
  /** What is waited for now; the same set until it changes. */
  wants(): ReadonlySet<FactorWant>
  subscribe(changed: () => void): () => void
  /** A factor was shown: everything that waits is sent again. */
  shown(): void
  /** The dialog was closed. Whoever is away cannot choose so. */
  gaveUp(): void
}

interface Waiter {
  readonly want: FactorWant
  readonly resolve: (shown: boolean) => void
}

export function createFactorDesk(): FactorDesk {
  let waiters: readonly Waiter[] = []
  let wants: ReadonlySet<FactorWant> = new Set()
  const listeners = new Set<() => void>()

  function keep(left: readonly Waiter[]) {
    waiters = left
    wants = new Set(left.map(({ want }) => want))
    for (const listener of listeners) listener()
  }
  function settle(answered: (waiter: Waiter) => boolean, shown: boolean) {
    const done = waiters.filter(answered)
    keep(waiters.filter((waiter) => !answered(waiter)))
    for (const { resolve } of done) resolve(shown)
  }

  return {
    ask: (want) => new Promise((resolve) => keep([...waiters, { want, resolve }])),
    wants: () => wants,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    shown: () => settle(() => true, true),
    gaveUp: () => settle(({ want }) => want === 'factor_wanted', false),
  }
}

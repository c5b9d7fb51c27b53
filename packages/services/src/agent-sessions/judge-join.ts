/** What the hub keeps of an agent's join numbers and of the processes that greeted with them. */
export interface JoinState {
  /** The number the agent is known to hold; those below it are dead. */
  readonly confirmed: number
  /** The number offered last; whether it reached the agent's disk is not known yet. */
  readonly offered: number
  /** Processes of the last two greetings that were let in. */
  readonly lastBoot: string | null
  readonly previousBoot: string | null
  /** The process that last came with a dead number, and how many such processes there were. */
  readonly staleBoot: string | null
  readonly staleCount: number
}

export const FIRST_JOIN: JoinState = {
  confirmed: 0,
  offered: 0,
  lastBoot: null,
  previousBoot: null,
  staleBoot: null,
  staleCount: 0,
}

export type JoinVerdict =
  /** Let in; `after.offered` is offered. */
  | { readonly kind: 'welcome'; readonly after: JoinState }
  /** A dead number in a process nobody has seen: a disk that was put back, or a copy whose twin has not spoken up yet. */
  | { readonly kind: 'disk_reset'; readonly after: JoinState }
  /** Two processes are alive with one identity. */
  | { readonly kind: 'two_holders' }

/**
 * Judges a greeting. An agent holds the confirmed number, or the offered one if it crashed before saying so; every greeting
 * offers a fresh number, so that a crash never makes an honest agent's number a dead one. A number above the offered one means
 * that the hub was restored from a backup.
 */
export function judgeJoin(held: JoinState, greeting: { readonly join: number; readonly boot: string }): JoinVerdict {
  const { join, boot } = greeting
  const alive = join === held.confirmed || join >= held.offered
  if (alive) {
    // The process that was let in before a dead number came has lived on: that number was another machine's.
    if (held.staleBoot !== null && boot === held.lastBoot) return { kind: 'two_holders' }
    return {
      kind: 'welcome',
      after: {
        confirmed: join,
        offered: Math.max(held.offered, join) + 1,
        lastBoot: boot,
        previousBoot: boot === held.lastBoot ? held.previousBoot : held.lastBoot,
        staleBoot: null,
        staleCount: held.staleCount,
      },
    }
  }
  if (boot === held.lastBoot || boot === held.previousBoot) return { kind: 'two_holders' }
  const seen = boot === held.staleBoot
  return { kind: 'disk_reset', after: { ...held, staleBoot: boot, staleCount: held.staleCount + (seen ? 0 : 1) } }
}

/** What `joined` makes of it: the offered number is held, the one before it dead. */
export function confirmJoin(held: JoinState, join: number): JoinState {
  return join === held.offered && join > held.confirmed ? { ...held, confirmed: join } : held
}

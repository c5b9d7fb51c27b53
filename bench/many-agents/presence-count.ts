/** How many of a process's connections are up, and since when all of them are. */
export interface PresenceCount {
  readonly up: number
  /** ms since 1970; null while some are missing. */
  readonly allSinceMs: number | null
  /** When connections came up, ms since 1970. */
  readonly cameMs: readonly number[]
}

export function createPresenceCount(all: number) {
  let up = 0
  let allSinceMs: number | null = null
  let cameMs: number[] = []
  return {
    came(): void {
      up += 1
      cameMs.push(Date.now())
      if (up === all) allSinceMs = Date.now()
    },
    went(): void {
      up -= 1
      allSinceMs = null
    },
    /** Those that came before are forgotten. */
    forgetTimes(): void {
      cameMs = []
    },
    read: (): PresenceCount => ({ up, allSinceMs, cameMs }),
  }
}

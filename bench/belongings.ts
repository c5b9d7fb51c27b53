/** Something started that must be stopped; a second `stop` does nothing. */
export interface Stoppable {
  stop(): Promise<unknown>
}

/** What a benchmark has started and nobody has stopped yet. */
export interface Belongings {
  keep<Part extends Stoppable>(part: Part): Part
  /** Stops everything, last started first, and whatever is still kept afterwards. */
  stopAll(): Promise<void>
}

export function createBelongings(): Belongings {
  const parts: Stoppable[] = []
  let over = false
  return {
    keep(part) {
      // Started while all the rest was being stopped, e.g. by Ctrl-C.
      if (over) part.stop().catch(() => {})
      else parts.push(part)
      return part
    },
    async stopAll() {
      over = true
      for (const part of parts.toReversed()) await part.stop()
    },
  }
}

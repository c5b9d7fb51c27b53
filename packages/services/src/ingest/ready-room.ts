/** Where batches wait for their turn to be folded. */
export interface ReadyRoom {
  /** Takes room for so many events; resolves when there is some, in the order of asking. */
  enter(events: number): Promise<void> | undefined
  /** Gives it back. */
  leave(events: number): void
  /** Events of those who wait. */
  readonly waitingEvents: number
}

/**
 * Lets batches be folded until enough of them are ready for the next group, the last one whole. Others wait as they came: text
 * in few pieces, where rows would be many objects that grow old, and the loop would fold for all agents at once while a commit
 * waits for it.
 */
export function createReadyRoom(mostEvents: number): ReadyRoom {
  let inside = 0
  let waitingEvents = 0
  const waiting: { readonly events: number; readonly resume: () => void }[] = []

  return {
    enter(events) {
      if (waiting.length === 0 && inside < mostEvents) {
        inside += events
        return undefined
      }
      waitingEvents += events
      return new Promise((resume) => waiting.push({ events, resume }))
    },
    leave(events) {
      inside -= events
      while (inside < mostEvents) {
        const next = waiting.shift()
        if (next === undefined) return
        inside += next.events
        waitingEvents -= next.events
        next.resume()
      }
    },
    get waitingEvents() {
      return waitingEvents
    },
  }
}

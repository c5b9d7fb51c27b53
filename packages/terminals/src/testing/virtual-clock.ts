import type { Clock, Timer } from '../clock.ts'

/** A clock that moves only when told: two weeks pass in seconds, and always in the same order. */
export interface VirtualClock extends Clock {
  /** Timers not yet fired or cancelled. */
  readonly pendingTimers: number
  /** Moves to the next timer and fires it; false when there is none, or none within `withinMs`. */
  runNext(withinMs?: number): boolean
  /** Fires everything that falls due in the next `ms` milliseconds, then stands at their end. */
  advance(ms: number): void
}

interface Entry {
  dueMs: number
  /** Starting order decides between timers due at the same moment. */
  order: number
  fire: (() => void) | undefined
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)
}

/** Creates a virtual clock; `startWallMs` is the wall time at its beginning, monotonic time starts at 0. */
export function createVirtualClock(startWallMs = Date.UTC(2026, 0, 5, 8, 0, 0)): VirtualClock {
  const heap: Entry[] = []
  let nowMs = 0
  let orders = 0
  let live = 0

  function push(entry: Entry): void {
    let index = heap.length
    heap.push(entry)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(entry, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = entry
  }

  function pop(): Entry | undefined {
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let child = left
      const leftEntry = heap[left]
      if (leftEntry === undefined) break
      let smallest = leftEntry
      const rightEntry = heap[right]
      if (rightEntry !== undefined && isBefore(rightEntry, leftEntry)) {
        child = right
        smallest = rightEntry
      }
      if (!isBefore(smallest, last)) break
      heap[index] = smallest
      index = child
    }
    heap[index] = last
    return top
  }

  function dropCancelled(): Entry | undefined {
    while (heap[0] !== undefined && heap[0].fire === undefined) pop()
    return heap[0]
  }

  function runNext(withinMs = Number.POSITIVE_INFINITY): boolean {
    const next = dropCancelled()
    if (next === undefined || next.dueMs > nowMs + withinMs) return false
    pop()
    nowMs = Math.max(nowMs, next.dueMs)
    const fire = next.fire
    next.fire = undefined
    live -= 1
    fire?.()
    return true
  }

  return {
    nowMs: () => startWallMs + nowMs,
    monotonicMs: () => nowMs,
    startTimer(delayMs, fire): Timer {
      const entry: Entry = { dueMs: nowMs + Math.max(0, delayMs), order: orders++, fire }
      live += 1
      push(entry)
      return {
        cancel() {
          if (entry.fire === undefined) return
          entry.fire = undefined
          live -= 1
        },
      }
    },
    get pendingTimers() {
      return live
    },
    runNext,
    advance(ms) {
      const endMs = nowMs + ms
      while (runNext(endMs - nowMs)) {
        // Each timer may start others that fall due before the end.
      }
      nowMs = endMs
    },
  }
}

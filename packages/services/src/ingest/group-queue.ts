/** How a group is written; must not reject: every item learns its own outcome inside. */
export type WriteGroup<Item> = (items: readonly Item[]) => Promise<void>

export interface GroupQueue<Item> {
  push(item: Item): void
  /** Events that wait or are being written. */
  readonly waitingEvents: number
  /** Resolves when nothing waits and nothing is being written. */
  idle(): Promise<void>
}

/**
 * Natural group commit: what has queued while the last group was written becomes the next group, at once and with no timer.
 * One group at a time, items in the order they came.
 */
export function createGroupQueue<Item>(options: {
  readonly write: WriteGroup<Item>
  readonly eventsOf: (item: Item) => number
  readonly maxEvents: number
  /** Told when a group leaves the queue, before it is written. */
  readonly onTaken?: (events: number) => void
}): GroupQueue<Item> {
  let queue: Item[] = []
  let busy = false
  let waitingEvents = 0
  let idleWaiters: (() => void)[] = []

  async function run(): Promise<void> {
    busy = true
    while (queue.length > 0) {
      const count = groupLength(queue, options.eventsOf, options.maxEvents)
      const group = queue.slice(0, count)
      queue = queue.slice(count)
      options.onTaken?.(group.reduce((sum, item) => sum + options.eventsOf(item), 0))
      await options.write(group)
      for (const item of group) waitingEvents -= options.eventsOf(item)
    }
    busy = false
    const waiters = idleWaiters
    idleWaiters = []
    for (const wake of waiters) wake()
  }

  return {
    push(item) {
      queue.push(item)
      waitingEvents += options.eventsOf(item)
      if (!busy) void run()
    },
    get waitingEvents() {
      return waitingEvents
    },
    idle: () => (busy ? new Promise((resolve) => idleWaiters.push(resolve)) : Promise.resolve()),
  }
}

/** How many items from the front fit into one group; at least one. */
export function groupLength<Item>(queue: readonly Item[], eventsOf: (item: Item) => number, maxEvents: number): number {
  let events = 0
  for (const [index, item] of queue.entries()) {
    events += eventsOf(item)
    if (events > maxEvents) return Math.max(index, 1)
  }
  return queue.length
}

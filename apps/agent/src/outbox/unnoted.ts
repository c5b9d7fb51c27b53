/** What the hub has confirmed, and at which age of the outbox it did. */
export interface Acknowledgement {
  readonly seq: number
  readonly head: string
  readonly ageMs: number
}

/** So many at most: each transaction that is tried while the disk refuses writes them all again. */
export const MOST_UNNOTED = 256

/**
 * One more that the file does not have yet. Each keeps its own age, for a newer one says nothing about how long the hub has had
 * the events before; beyond the most, the newest stands for the one before it, and its events are kept longer, never shorter.
 */
export function withUnnoted(unnoted: readonly Acknowledgement[], newest: Acknowledgement): readonly Acknowledgement[] {
  return [...unnoted.slice(0, MOST_UNNOTED - 1), newest]
}

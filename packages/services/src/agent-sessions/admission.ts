/** Spreads greetings after an outage: so many a second are judged, the others are told when to come again. */
export interface Admission {
  /** `now`, in `afterMs` on the same connection, or not before `retryAfterMs` on a new one. */
  admit(nowMs: number): { readonly afterMs: number } | { readonly retryAfterMs: number }
}

export interface AdmissionOptions {
  /** Greetings judged each second: about 1 ms of CPU and two rows each. */
  readonly perSecond: number
  /** So many at once are judged without waiting. */
  readonly burst: number
  /** Nobody is kept waiting on an open connection for longer. */
  readonly mostWaitMs: number
  /** 0 ≤ x < 1. */
  readonly random: () => number
}

/** Each greeting gets the next free moment; moments further away than `mostWaitMs` are for new connections. */
export function createAdmission({ perSecond, burst, mostWaitMs, random }: AdmissionOptions): Admission {
  const everyMs = 1_000 / perSecond
  /** The next free moment, less what a burst may take in advance; and the next one told to those who come again. */
  let nextMs = Number.NEGATIVE_INFINITY
  let againMs = Number.NEGATIVE_INFINITY
  return {
    admit(nowMs) {
      nextMs = Math.max(nextMs, nowMs - burst * everyMs)
      const afterMs = Math.max(0, nextMs - nowMs)
      if (afterMs <= mostWaitMs) {
        nextMs += everyMs
        return { afterMs: Math.ceil(afterMs) }
      }
      // The queue is full: they come again one after the other, once it has emptied.
      againMs = Math.max(againMs, nextMs) + everyMs
      return { retryAfterMs: Math.ceil(againMs - nowMs + random() * 1_000) }
    },
  }
}

/** A timer that has been started; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void
}

/** Time is always passed in: real in `main.ts`, by hand in tests. */
export interface Clock {
  /** Wall time, milliseconds since 1970. */
  nowMs(): number
  /** Milliseconds since an arbitrary start. Never goes back. */
  monotonicMs(): number
  startTimer(delayMs: number, fire: () => void): Timer
}

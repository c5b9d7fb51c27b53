/** A timer that has been started; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void
}

/** Time is always passed in: real in `main.ts`, virtual in tests, simulations and the demo's history. */
export interface Clock {
  /** Wall time, milliseconds since 1970-01-01T00:00Z. May jump. */
  nowMs(): number
  /** Milliseconds since an arbitrary start. Never goes back. */
  monotonicMs(): number
  startTimer(delayMs: number, fire: () => void): Timer
}

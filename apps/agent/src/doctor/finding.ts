/** One thing the doctor looked at. `message` is a plain sentence; for `bad` and `warn` it says what to do. */
export interface Finding {
  readonly area: 'config' | 'record' | 'identity' | 'hub' | 'terminal' | 'till_api'
  /** Which one, where there are several. */
  readonly subject?: string
  readonly verdict: 'good' | 'warn' | 'bad'
  readonly message: string
}

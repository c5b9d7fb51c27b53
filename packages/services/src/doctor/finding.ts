/** One thing the doctor looked at. */
export interface Finding {
  readonly about:
    | 'database'
    | 'rights'
    | 'migrations'
    | 'disk'
    | 'room'
    | 'clock'
    | 'hubs'
    | 'keys'
    | 'certificates'
    | 'witnesses'
    | 'backup'
  readonly verdict: 'good' | 'warn' | 'bad'
  /** In plain words: what is, and what to do about it. */
  readonly message: string
}

export const DAY_MS = 86_400_000

export function days(ms: number): number {
  return Math.floor(ms / DAY_MS)
}

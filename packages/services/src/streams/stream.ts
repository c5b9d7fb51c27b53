export const streamFormats = ['ocsf', 'json'] as const
export type StreamFormat = (typeof streamFormats)[number]

/** A copy of the log that goes to another system as it grows. */
export interface Stream {
  readonly id: string
  readonly name: string
  /** `tls://host:port` for syslog (RFC 5425), `https://…` for JSON lines by POST. */
  readonly url: string
  readonly format: StreamFormat
  /** The receiver's own authority, PEM. */
  readonly ca: string | null
  /** Everything before it has been taken by the receiver. */
  readonly nextIndex: number
  readonly deliveredAt: Date | null
  /** Since when it does not get through. */
  readonly stoppedAt: Date | null
  readonly trouble: string | null
  /** How many entries the receiver has not got yet. */
  readonly behind: number
}

/** Which way bytes went over a terminal's line. */
export type LineDirection = 'to_terminal' | 'from_terminal'

/** One message seen on a terminal's line, with nothing of a card, a PIN or a password left in it. */
export interface SeenMessage {
  readonly name: string
  /** How many bytes it had on the line, without framing. */
  readonly bytes: number
  /** Upper-case hex, the hidden parts in it masked: `decode` reads it. Left out where the bytes could not be read. */
  readonly hex?: string
  /** What stands in `hex`, or the little that may be told of bytes that could not be read. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly problems: readonly string[]
}

/** Listens to one terminal's line, both ways. Changes nothing and never throws; what it holds back is the message under way. */
export interface LineReader {
  /** The messages that these bytes end. They do not depend on how the bytes were cut into chunks. */
  push(direction: LineDirection, chunk: Uint8Array): readonly SeenMessage[]
  /** Gives up what is held back of a message that does not end. */
  expire(direction: LineDirection): readonly SeenMessage[]
}

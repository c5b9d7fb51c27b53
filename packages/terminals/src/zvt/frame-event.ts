/** Control bytes of a serial line (PA00P016 2.1). ACK and NAK stand alone, never in a frame. */
export const STX = 0x02
export const ETX = 0x03
export const ACK = 0x06
export const DLE = 0x10
export const NAK = 0x15

/** What the bytes on the line turned out to be. */
export type FrameEvent =
  | { readonly type: 'apdu'; readonly bytes: Uint8Array }
  | { readonly type: 'ack' }
  | { readonly type: 'nak' }
  | { readonly type: 'bad_frame'; readonly why: 'crc' | 'length' | 'unfinished'; readonly bytes: Uint8Array }
  | { readonly type: 'discarded'; readonly why: string; readonly bytes: Uint8Array }

/** Cuts a stream of bytes into APDUs. The events do not depend on how the stream was chunked. */
export interface Framer {
  push(chunk: Uint8Array): FrameEvent[]
  /** T1 passed in mid-frame: gives up what is pending, as events. */
  expire(): FrameEvent[]
  /** Bytes are held that are no event yet. */
  readonly pending: boolean
  reset(): void
}

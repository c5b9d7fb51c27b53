/** Where ids take their time and chance from. */
export interface IdSource {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /** Fills the array with random bytes, e.g. `crypto.getRandomValues`. */
  readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void
}

/**
 * A maker of UUIDv7 (RFC 9562, 5.7). Ids of one maker always ascend: within a millisecond, and while the clock stands
 * or goes back, the 12 bits after the time count up (method 1 of 6.2); when they run out, the time goes one ahead.
 */
export function createIdMaker({ nowMs, fillRandom }: IdSource): () => string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  let lastMs = -1
  let counter = 0

  return () => {
    fillRandom(bytes)
    const ms = nowMs()
    if (ms > lastMs) {
      lastMs = ms
      // The top bit starts clear, so that at least 2,048 ids follow within the millisecond.
      counter = view.getUint16(6) & 0x7ff
    } else if (counter < 0xfff) {
      counter += 1
    } else {
      lastMs += 1
      counter = view.getUint16(6) & 0x7ff
    }
    view.setUint32(0, Math.floor(lastMs / 0x10000))
    view.setUint16(4, lastMs % 0x10000)
    view.setUint16(6, 0x7000 | counter)
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
    return formatUuid(bytes)
  }
}

/** The time inside a UUIDv7, milliseconds since 1970. Throws for any other version. */
export function timeOfIdMs(id: string): number {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id)) {
    throw new RangeError(`${id} is no UUIDv7, so it holds no time`)
  }
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

function formatUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

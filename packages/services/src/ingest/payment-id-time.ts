const DAY_MS = 86_400_000

/** Milliseconds since 1970 in the first 48 bits of a UUIDv7 (RFC 9562, 5.7). Other UUIDs give some fixed number all the same. */
export function paymentIdMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** UTC date of the id's own time, e.g. `2026-11-23`; years beyond 9999 are told as the last day of 9999. */
export function paymentIdDate(id: string): string {
  const days = Math.floor(paymentIdMs(id) / DAY_MS)
  return new Date(Math.min(days * DAY_MS, LAST_DAY_MS)).toISOString().slice(0, 10)
}

const LAST_DAY_MS = Date.UTC(9999, 11, 31)

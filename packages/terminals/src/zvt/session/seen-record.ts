import type { SeenRecord } from './session-state.ts'

/** A record in mind as a fact carries it: the receipt number, and where known the trace number, as `0041/000141`. */
export function writeSeenRecord({ receipt, trace }: SeenRecord): string {
  return trace === undefined ? receipt : `${receipt}/${trace}`
}

/** The record an earlier run had in mind; what is no trace number is left out. */
export function readSeenRecord(text: string): SeenRecord {
  const [receipt = '', trace] = text.split('/')
  return trace !== undefined && /^\d{6}$/.test(trace) ? { receipt, trace } : { receipt }
}

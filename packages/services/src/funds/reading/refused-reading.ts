import { rejected } from '@counterfoil/settlement'
import type { FileReading } from './file-reading.ts'

/** What is known of a file that could not be read to its end: why. */
export function refusedReading(name: string, reason: string): FileReading {
  return {
    document: rejected(name, reason),
    unknownKind: false,
    about: null,
    accounts: [],
    merchants: [],
    kinds: [],
    statements: [],
    payouts: [],
    salesDays: [],
    rows: 0,
    firstDay: null,
    lastDay: null,
    scopeKey: null,
    businessKey: null,
    cardNumbers: { truncated: [], count: 0, lines: [] },
  }
}

/** Of what PostgreSQL says about a row: that its values are none (SQLSTATE class 22), or too long for an index (54000). */
const DATA_FAULT = /^(22...|54000)$/

/** Why the rows of a file cannot be kept, where that is the file's doing and no other try would go better; else null. */
export function dataFaultOf(error: unknown): string | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return typeof code === 'string' && DATA_FAULT.test(code) ? `something in it cannot be kept: ${String(message)}` : null
}

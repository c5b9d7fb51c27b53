import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Row } from '@counterfoil/settlement/generator'

/** A transfer on its way to an account. */
export interface Booking {
  /** Day number of the statement it stands in. */
  readonly day: number
  readonly amountMinor: number
  readonly name: string
  readonly text: string
  /** The bank books it twice. */
  readonly twice?: boolean
}

export interface BankBook {
  nextDay: number
  balanceMinor: number
  sequence: number
  bookings: Booking[]
}

export interface AcquirerBook {
  nextDay: number
  /** Merchant account → its last batch. */
  batches: Record<string, number>
  /** Merchant account → what was too little to be sent. */
  carried: Record<string, number>
  /** Lines of later days: chargebacks, and what is held back until then. */
  later: { readonly day: number; readonly row: Row }[]
  invoiceMinor: number
}

/** What the demo's acquirers and banks remember from one file to the next. */
export interface Ledger {
  readonly firstDay: number
  acquirers: Record<string, AcquirerBook>
  banks: Record<string, BankBook>
}

export interface LedgerFile {
  read(): Ledger | undefined
  /** Whole or not at all: a file is sent first, and this says so. */
  write(ledger: Ledger): void
}

export function openLedgerFile(path: string): LedgerFile {
  return {
    read: () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Ledger) : undefined),
    write(ledger) {
      const next = `${path}.next`
      writeFileSync(next, JSON.stringify(ledger), { mode: 0o600 })
      renameSync(next, path)
    },
  }
}

export function openLedger(firstDay: number, acquirers: readonly string[], accounts: readonly string[]): Ledger {
  const book = (): AcquirerBook => ({ nextDay: firstDay, batches: {}, carried: {}, later: [], invoiceMinor: 0 })
  const bank = (): BankBook => ({ nextDay: firstDay, balanceMinor: 1_000_000, sequence: 0, bookings: [] })
  return {
    firstDay,
    acquirers: Object.fromEntries(acquirers.map((id) => [id, book()])),
    banks: Object.fromEntries(accounts.map((number) => [number, bank()])),
  }
}

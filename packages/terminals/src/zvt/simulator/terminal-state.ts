import type { SimulatorOptions, SimulatorPorts } from '../../terminal-simulator.ts'
import type { MessageParts } from '../encode-message.ts'
import type { Ledger } from './ledger.ts'
import type { Printing } from './receipt-messages.ts'

/** What the simulated terminal knows; commands and dialogues change it. */
export interface TerminalState {
  readonly options: SimulatorOptions
  readonly ports: SimulatorPorts
  readonly ledger: Ledger
  registered: boolean
  /** Bit 08 of the registration: the till wants 04 FF. */
  tellsProgress: boolean
  /** Which receipts come to the till, and how: bits 02, 04 and 80 of the registration. */
  printing: { readonly payments: Printing; readonly admin: Printing }
  /** 04 0F of the last transaction booked and not taken back, newest last. */
  records: { readonly receipt: string; readonly status: MessageParts; readonly lines: readonly string[] }[]
  paperOutUntilMs: number
  /** It starts again: until then it hears nothing. */
  offUntilMs: number
  /** Added to the wall clock: the till may set the terminal's clock. */
  clockOffsetMs: number
}

/** Enough to step back past a few transactions taken back. */
const MAX_RECORDS = 5

export function keepRecord(terminal: TerminalState, record: TerminalState['records'][number]): void {
  terminal.records = [...terminal.records.slice(1 - MAX_RECORDS), record]
}

export function dropRecord(terminal: TerminalState, receipt: string): void {
  terminal.records = terminal.records.filter((record) => record.receipt !== receipt)
}

/** The terminal's own time of day. */
export function terminalNowMs(terminal: TerminalState): number {
  return terminal.ports.clock.nowMs() + terminal.clockOffsetMs
}

/** A whole number from `from` to `to`, both included. */
export function pick(terminal: TerminalState, from: number, to: number): number {
  return from + Math.floor(terminal.ports.random() * (to - from + 1))
}

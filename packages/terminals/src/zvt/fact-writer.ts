import type { Clock, Timer } from '../clock.ts'
import type { TerminalFact } from '../terminal-facts.ts'

const RETRY_MS = 5_000
/** Facts about noise are the first to go when the disk refuses everything. */
const MAX_WAITING = 1_000

/** Writes facts in order. One that may wait is kept and tried again; one that must come first tells at once. */
export interface FactWriter {
  /** Durable, or kept for later where `mustPrecede` is false; false when it must precede and could not be written. */
  write(fact: TerminalFact, mustPrecede: boolean): boolean
  close(): void
}

/** `record` throws when a fact is not durable; then it and all later ones wait and are tried every five seconds. */
export function createFactWriter(ports: { readonly clock: Clock; record(fact: TerminalFact): void }): FactWriter {
  const waiting: TerminalFact[] = []
  let timer: Timer | undefined

  function isWritten(fact: TerminalFact): boolean {
    try {
      ports.record(fact)
      return true
    } catch {
      return false
    }
  }

  function catchUp(): boolean {
    while (waiting[0] !== undefined && isWritten(waiting[0])) waiting.shift()
    timer?.cancel()
    timer = undefined
    if (waiting.length > 0) timer = ports.clock.startTimer(RETRY_MS, catchUp)
    return waiting.length === 0
  }

  return {
    write(fact, mustPrecede) {
      if (catchUp() && isWritten(fact)) return true
      if (mustPrecede) return false
      if (fact.kind === 'terminal.discarded' && waiting.length >= MAX_WAITING) return true
      waiting.push(fact)
      timer ??= ports.clock.startTimer(RETRY_MS, catchUp)
      return true
    },
    close() {
      timer?.cancel()
    },
  }
}

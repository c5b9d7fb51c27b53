import type { TerminalProtocol } from './terminal-protocol.ts'
import { zvt } from './zvt/definition.ts'

/** Every terminal protocol there is. A new one is one line here. */
export const terminalProtocols: readonly TerminalProtocol[] = [zvt]

/** The protocol with this id, or nothing. */
export function findProtocol(id: string): TerminalProtocol | undefined {
  return terminalProtocols.find((protocol) => protocol.id === id)
}

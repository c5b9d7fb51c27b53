import type { TerminalProtocol } from '@counterfoil/terminals'
import { terminalProtocols } from '@counterfoil/terminals/registry'
import { UsageError } from './cli-error.ts'

/** The protocol a person named, or a sentence that lists those there are. */
export function protocolNamed(id: string | undefined): TerminalProtocol {
  const found = terminalProtocols.find((protocol) => protocol.id === id)
  if (found) return found
  const known = terminalProtocols.map((protocol) => protocol.id).join(', ')
  throw new UsageError(id === undefined ? `name a protocol: ${known}` : `there is no protocol "${id}"; there are: ${known}`)
}

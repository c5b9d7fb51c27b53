import type { TerminalNow } from '@counterfoil/protocol'

/** A terminal's condition as people are told it: two reasons have a shape of their own. */
export type TerminalState = TerminalNow['condition'] | 'port_gone' | 'serial_differs' | 'store_offline'

export function terminalState({ condition, reason }: Pick<TerminalNow, 'condition' | 'reason'>): TerminalState {
  if (condition === 'unreachable' && reason === 'port_gone') return 'port_gone'
  if (condition === 'needs_action' && reason === 'serial_differs') return 'serial_differs'
  return condition
}

import type { AgentStatus } from '../agent-status.ts'

/** What is not yet seen to work under a configuration on trial: everything it touched must be, and the hub reached. */
export function missingProof(
  { hub, terminals }: Pick<AgentStatus, 'hub' | 'terminals'>,
  touched: readonly string[],
  seconds: number,
): { readonly cause: string; readonly detail: string } | undefined {
  const silent = terminals.filter(
    ({ key, condition, openPayment }) => touched.includes(key) && condition !== 'ready' && openPayment === undefined,
  )
  if (silent.length > 0) {
    const states = silent.map(({ key, condition, reason }) => `${key}: ${condition}${reason === undefined ? '' : ` (${reason})`}`)
    return { cause: 'terminal_not_ready', detail: `Not ready within ${seconds} s: ${states.join('; ')}.` }
  }
  if (!hub.connected) return { cause: 'hub_not_reached', detail: `The hub was not reached within ${seconds} s: ${hub.message}` }
  return undefined
}

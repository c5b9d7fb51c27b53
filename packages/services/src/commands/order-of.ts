import type { Approval } from '@counterfoil/protocol'

export interface OrderedCommand {
  readonly id: string
  readonly counter: number
  readonly approvals: readonly Approval[]
  readonly kind: string
  readonly args: Readonly<Record<string, string | number>>
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly notBefore: Date
  readonly expiresAt: Date
}

/** What is signed of a command, by the hub and by those who approve it: made in one place, so that both sign the same. */
export function orderOf(agent: { readonly uid: string; readonly epoch: number }, command: OrderedCommand) {
  return {
    v: 1,
    command: command.id,
    agentId: agent.uid,
    epoch: agent.epoch,
    kind: command.kind,
    args: command.args,
    issuedAtMs: command.requestedAt.getTime(),
    notBeforeMs: command.notBefore.getTime(),
    expiresAtMs: command.expiresAt.getTime(),
    counter: command.counter,
    requester: `user:${command.requestedBy}`,
    approvals: [...command.approvals],
  }
}

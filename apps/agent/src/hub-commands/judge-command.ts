import { isCanonical, publicKeyObject, verifyTextSync } from '@counterfoil/audit'
import { CommandOrder, CommandTask, commandClasses, commandText, SignedCommand } from '@counterfoil/protocol'
import { missingApproval } from './judge-approvals.ts'
import type { KeptRoster } from './judge-roster.ts'
import { readRollout } from './read-rollout.ts'

export interface CommandStanding {
  readonly agentId: string
  readonly hubId: string
  readonly epoch: number
  /** The hub's, as far as its last greeting tells. */
  readonly hubNowMs: number
  /** What commands must be signed with; none until the hub has told one. */
  readonly key: string | undefined
  /** Of the newest command taken. */
  readonly lastCounter: number
  /** Whose word counts as a second person's. */
  readonly approvers: KeptRoster | undefined
}

export type Judged =
  | { readonly verdict: 'take'; readonly order: CommandOrder; readonly task: CommandTask }
  /** The hub's own, and not to be carried out: it is told why. */
  | {
      readonly verdict: 'refuse'
      readonly order: CommandOrder
      readonly outcome: 'refused' | 'expired'
      readonly code: string
      readonly why: string
    }
  /** Nothing that can be believed. */
  | { readonly verdict: 'forged'; readonly cause: string; readonly why: string }

/** A clock may be off by so much and the command still begins in time. */
const EARLY_MS = 5_000

/** Whether what came is a command of this agent's hub, for this agent, now, and for the first time. */
export function judgeCommand(raw: unknown, standing: CommandStanding): Judged {
  const signed = SignedCommand.safeParse(raw)
  if (!signed.success) return forged('malformed', 'A command came that cannot be read.')
  if (standing.key === undefined) return forged('no_key', 'A command came before the hub had told its key for commands.')
  const { order: text, signature } = signed.data
  if (!verifyTextSync(publicKeyObject(standing.key), commandText(text), signature))
    return forged('bad_signature', 'A command came that this agent’s hub did not sign.')
  const order = readOrder(text)
  if (order === undefined) return forged('malformed', 'A signed command cannot be read: is the hub newer than this agent?')
  if (order.agentId !== standing.agentId) return forged('other_agent', `A command for another agent came (${order.agentId}).`)
  const refuse = (outcome: 'refused' | 'expired', code: string, why: string): Judged => ({
    verdict: 'refuse',
    order,
    outcome,
    code,
    why,
  })
  if (order.epoch !== standing.epoch)
    return refuse('refused', 'other_epoch', `It was made for enrolment ${order.epoch} of this agent; this is ${standing.epoch}.`)
  if (order.counter <= standing.lastCounter)
    return refuse('refused', 'old_counter', `Its number ${order.counter} is not above ${standing.lastCounter}: it is an old one.`)
  if (standing.hubNowMs > order.expiresAtMs) return refuse('expired', 'expired', 'It came after its time was over.')
  if (standing.hubNowMs < order.notBeforeMs - EARLY_MS)
    return refuse('refused', 'too_early', 'It came before its time: see whether this machine’s clock is right.')
  const task = CommandTask.safeParse(order)
  if (!task.success)
    return refuse('refused', 'unknown_kind', `This agent does not know how to do "${order.kind}" as it was asked to. Update it.`)
  if (task.data.kind === 'agent.update') {
    const rollout = readRollout(task.data.args.rollout)
    if (rollout?.hubId !== standing.hubId)
      return refuse('refused', 'other_rollout', 'Its rollout is not one of this agent’s hub.')
    if (standing.hubNowMs > rollout.expiresAtMs) return refuse('expired', 'rollout_over', 'The time of its rollout is over.')
  }
  if (commandClasses[task.data.kind] === 3) {
    const missing = missingApproval(order, standing.approvers)
    if (missing !== undefined) return refuse('refused', missing.code, missing.why)
  }
  return { verdict: 'take', order, task: task.data }
}

function readOrder(text: string): CommandOrder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const order = CommandOrder.safeParse(value)
    return order.success && isCanonical(text, value) ? order.data : undefined
  } catch {
    return undefined
  }
}

function forged(cause: string, why: string): Judged {
  return { verdict: 'forged', cause, why: `${why} It was not carried out.` }
}

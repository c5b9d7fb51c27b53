import { canonicalJson, countApprovers } from '@counterfoil/audit'
import { approvalText, approvedPart, type CommandOrder, rolloutText } from '@counterfoil/protocol'
import type { KeptRoster } from './judge-roster.ts'
import { readRollout } from './read-rollout.ts'

/** Why a command that needs a second person lacks one; undefined when somebody else on the kept list approved this very command. */
export function missingApproval(order: CommandOrder, kept: KeptRoster | undefined): { code: string; why: string } | undefined {
  if (kept === undefined)
    return { code: 'no_approvers', why: 'It needs a second person’s word, and this agent knows nobody who may give it.' }
  const { site, members } = kept.roster
  const { text, requester } = approvedTextOf(order)
  const { people, faults } = countApprovers(text, order.approvals, site, members)
  if (people.some((person) => person !== requester)) return undefined
  const [first] = faults
  return {
    code: first === undefined ? 'not_approved' : `approval_${first.fault}`,
    why:
      first === undefined
        ? 'It needs the word of somebody else than who asked for it, and has none.'
        : `${first.person} is said to have approved it, and has not: ${FAULTS[first.fault]}`,
  }
}

/** A rollout is approved once for all its agents: its text names the version and the hash of its archive, and travels with each command. */
function approvedTextOf(order: CommandOrder): { readonly text: string; readonly requester: string } {
  const rollout = order.kind === 'agent.update' ? readRollout(order.args.rollout) : undefined
  if (rollout !== undefined) return { text: rolloutText(String(order.args.rollout)), requester: rollout.requester }
  return { text: approvalText(canonicalJson(approvedPart(order))), requester: order.requester }
}

const FAULTS = {
  unknown_approver: 'this passkey is not on the list of approvers that this agent keeps.',
  other_text: 'what was signed is another command, or this one was changed afterwards.',
  other_site: 'it was signed for another site.',
  not_verified: 'the passkey’s holder was not verified.',
  bad_signature: 'the signature is not this passkey’s.',
  malformed: 'it cannot be read.',
} as const

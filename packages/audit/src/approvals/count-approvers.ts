import { type ApprovalFault, type ApprovalSite, type ApproverKey, checkApproval, type SignedApproval } from './check-approval.ts'

export interface ApproversFound {
  /** Different people whose passkeys approved; however many passkeys one has, one person. */
  readonly people: readonly string[]
  /** Why the others do not count. */
  readonly faults: readonly { readonly person: string; readonly fault: ApprovalFault }[]
}

/** Who approved this text, of the people on this list. */
export function countApprovers(
  text: string,
  approvals: readonly SignedApproval[],
  site: ApprovalSite,
  members: readonly ApproverKey[],
): ApproversFound {
  const people = new Set<string>()
  const faults: { person: string; fault: ApprovalFault }[] = []
  for (const approval of approvals) {
    const fault = checkApproval(text, approval, site, members)
    if (fault === null) people.add(approval.person)
    else faults.push({ person: approval.person, fault })
  }
  return { people: [...people], faults }
}

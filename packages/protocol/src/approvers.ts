import { z } from 'zod'
import { Sha256Hex, ShortText, Uuid } from './values.ts'

const Base64Url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most)
const Person = z.string().regex(/^user:[A-Za-z0-9-]{1,64}$/)

/** A person's passkey over a text (WebAuthn level 2, 7.2): the challenge it signed is the text's SHA-256. */
export const Approval = z.strictObject({
  person: Person,
  credentialId: Base64Url(1_400),
  authenticatorData: Base64Url(1_400),
  clientData: Base64Url(2_000),
  signature: Base64Url(1_400),
})
export type Approval = z.infer<typeof Approval>

/** Of further people, with one command. */
export const APPROVALS_AT_MOST = 4
/** Passkeys that may approve; with fewer than two people nobody could ever be second. */
export const APPROVERS_AT_MOST = 64

/** The people whose passkeys an agent takes for a second person's word. Times are not part of it: numbers are. */
export const Roster = z.looseObject({
  v: z.literal(1),
  hubId: Uuid,
  /** 1, then one more each. */
  number: z.int().min(1).max(1_000_000),
  /** SHA-256 of the one before, exactly as it was told; null for the first. */
  previous: Sha256Hex.nullable(),
  site: z.looseObject({ id: ShortText, origins: z.array(ShortText).min(1).max(8) }),
  members: z
    .array(
      z.looseObject({
        person: Person,
        name: ShortText,
        credentialId: Base64Url(1_400),
        /** SubjectPublicKeyInfo, DER, base64. */
        publicKey: z
          .string()
          .regex(/^[A-Za-z0-9+/]+={0,2}$/)
          .max(1_400),
      }),
    )
    .min(2)
    .max(APPROVERS_AT_MOST),
})
export type Roster = z.infer<typeof Roster>

/** From the hub. `roster` is the exact canonical text; two people of the one before approved it, save for the first. */
export const SignedRoster = z.looseObject({
  roster: z.string().max(250_000),
  approvals: z.array(Approval).max(APPROVALS_AT_MOST),
})
export type SignedRoster = z.infer<typeof SignedRoster>

/** From the hub, once the agent has `joined`: those it has not got yet, in order; to one that has none, the newest alone. */
export const Approvers = z.looseObject({ rosters: z.array(SignedRoster).min(1).max(32) })
export type Approvers = z.infer<typeof Approvers>

/** What people approve when they approve a list of approvers. */
export function rosterText(roster: string): string {
  return `counterfoil-roster/v1\n${roster}`
}

/** What a second person approves: the command, without its number, which is given when it is told, and without approvals. */
export function approvalText(canonicalCommand: string): string {
  return `counterfoil-approval/v1\n${canonicalCommand}`
}

/** The part of an order that a second person approves. */
export function approvedPart<Order extends { readonly counter?: unknown; readonly approvals?: unknown }>(
  order: Order,
): Omit<Order, 'counter' | 'approvals'> {
  const { counter: _given, approvals: _theirs, ...part } = order
  return part
}

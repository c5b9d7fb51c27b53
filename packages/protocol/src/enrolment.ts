import { z } from 'zod'
import { Ed25519PublicKey, Ed25519Signature, ShortText, Uuid } from './values.ts'

/** Letters and digits that are not mistaken for each other; a join code is ten of them, the first four find it. */
export const JOIN_CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const JoinCode = z.string().regex(/^[2-9A-HJKMNP-Z]{10}$/)

/** POST /v1/enrol on the hub. `signature` is by the new key over `enrolmentText`. */
export const EnrolRequest = z.strictObject({
  code: JoinCode,
  publicKey: Ed25519PublicKey,
  name: ShortText,
  host: z.strictObject({ hostname: ShortText, platform: ShortText, version: ShortText }),
  /** The newest epoch this PC's outbox holds: the numbering begins anew after it. */
  afterEpoch: z.int().min(0).max(1_000_000).optional(),
  signature: Ed25519Signature,
})
export type EnrolRequest = z.infer<typeof EnrolRequest>

export const EnrolAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    agentId: Uuid,
    hubId: Uuid,
    store: z.strictObject({ code: ShortText, name: ShortText }),
    epoch: z.int().min(1),
  }),
  z.strictObject({
    ok: z.literal(false),
    code: z.enum([
      'wrong_code',
      'code_used',
      'code_expired',
      'code_locked',
      'bad_signature',
      'malformed',
      'key_in_use',
      'unavailable',
    ]),
    message: ShortText,
  }),
])
export type EnrolAnswer = z.infer<typeof EnrolAnswer>

/** What the new key signs at enrolment; the first line keeps it apart from every other signed text. */
export function enrolmentText(request: Pick<EnrolRequest, 'code' | 'publicKey' | 'name' | 'afterEpoch'>): string {
  return ['counterfoil-enrol/v1', request.code, request.publicKey, request.name, request.afterEpoch ?? 0].join('\n')
}

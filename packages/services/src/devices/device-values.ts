import { z } from 'zod'

export const deviceKinds = ['terminal', 'agent_pc'] as const
export type DeviceKind = (typeof deviceKinds)[number]

export const p2peAnswers = ['yes', 'no', 'not_told'] as const
export const sealFindings = ['whole', 'broken', 'missing', 'other_number'] as const
export type SealFinding = (typeof sealFindings)[number]

/** One line that people typed. No control characters: they show nothing, and PostgreSQL cannot hold U+0000; no half of a character (`Cs`). */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)

const notes = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  // Several lines, but nothing else that cannot be seen.
  .regex(/^[^\p{Cc}\p{Cs}]*(?:[\n\t][^\p{Cc}\p{Cs}]*)*$/u)

export const Reason = line(500)
export const DeviceId = z.int().min(1).max(2_147_483_647)
export const LaneKey = line(20)
/** As in a cursor: PostgreSQL cannot hold U+0000. */
export const StoreCode = z
  .string()
  .max(12)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

/** What people say a device is; null where they do not know. */
export const DeviceDescription = z.strictObject({
  make: line(60).nullable(),
  model: line(60).nullable(),
  serial: line(60).nullable(),
  firmware: line(60).nullable(),
  approvalNumber: line(40).nullable(),
  approvalExpiresOn: z.iso.date().nullable(),
  p2pe: z.enum(p2peAnswers),
  p2peSolution: line(80).nullable(),
  notes: notes.nullable(),
})
export type DeviceDescription = z.infer<typeof DeviceDescription>

export const emptyDescription: DeviceDescription = {
  make: null,
  model: null,
  serial: null,
  firmware: null,
  approvalNumber: null,
  approvalExpiresOn: null,
  p2pe: 'not_told',
  p2peSolution: null,
  notes: null,
}

/** The columns of a description, in the order of `descriptionValues`. */
export const descriptionColumns =
  'make, model, serial, firmware, approval_number, approval_expires_on, p2pe, p2pe_solution, notes'

export function descriptionValues(given: DeviceDescription): (string | null)[] {
  const { make, model, serial, firmware, approvalNumber, approvalExpiresOn, p2pe, p2peSolution, notes: text } = given
  return [make, model, serial, firmware, approvalNumber, approvalExpiresOn, p2pe, p2peSolution, text]
}

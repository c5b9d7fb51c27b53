import type { SealFinding } from '../devices/device-values.ts'
import { type Answers, type InspectionItem, inspectionItems } from './inspection-values.ts'

/** Why an inspection is suspicious. The page has a word for each. */
export const inspectionFindings = [
  'serial_other',
  'serial_told_other',
  'seal_broken',
  'seal_missing',
  'seal_other_number',
  'serial_off',
  'seal_off',
  'slot_off',
  'cables_off',
  'camera_off',
  'looks_off',
  'said',
] as const
export type InspectionFinding = (typeof inspectionFindings)[number]

export interface Seen {
  readonly answers: Answers
  readonly labelSerial: string | null
  readonly seal: { readonly found: 'whole' | 'broken' | 'missing'; readonly number: string | null } | null
  /** What the inspector makes of it all. */
  readonly suspicious: boolean
}

export interface Known {
  readonly listedSerial: string | null
  readonly toldSerial: string | null
  /** Numbers of the seals that are on it. */
  readonly seals: readonly string[]
}

export interface InspectionVerdict {
  readonly findings: readonly InspectionFinding[]
  /** How the seal was found; null: it was not looked at, or the inventory knows of none. */
  readonly sealFound: SealFinding | null
}

/** Printed with spaces, typed without them, in either case: still the same number. */
export const plainNumber = (number: string): string => number.replaceAll(/[\s.-]/g, '').toUpperCase()

const differs = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && plainNumber(one) !== plainNumber(other)

/** What of it raises suspicion, by the answers and by what is known of the device; empty when it is as it should be. */
export function judgeInspection({ answers, labelSerial, seal, suspicious }: Seen, known: Known): InspectionVerdict {
  const findings: InspectionFinding[] = []
  if (differs(labelSerial, known.listedSerial)) findings.push('serial_other')
  if (differs(labelSerial, known.toldSerial)) findings.push('serial_told_other')
  const sealFound = seal === null || known.seals.length === 0 ? null : judgeSeal(seal, known.seals)
  if (sealFound !== null && sealFound !== 'whole') findings.push(`seal_${sealFound}`)
  findings.push(...inspectionItems.filter((item) => answers[item] === 'off').map(offOf))
  if (suspicious) findings.push('said')
  return { findings, sealFound }
}

const offOf = (item: InspectionItem): InspectionFinding => `${item}_off`

function judgeSeal(seal: NonNullable<Seen['seal']>, numbers: readonly string[]): SealFinding {
  const { found, number } = seal
  if (number !== null && !numbers.some((one) => plainNumber(one) === plainNumber(number))) return 'other_number'
  return found
}

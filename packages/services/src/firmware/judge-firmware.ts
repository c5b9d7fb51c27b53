import { compareFirmware } from './compare-firmware.ts'

/** `not_judged`: it tells none, or one that cannot be compared with what the list has. */
export type FirmwareVerdict = 'below_least' | 'behind' | 'fine' | 'not_judged'

export interface FirmwareBounds {
  readonly least: string | null
  readonly current: string | null
}

/** What a terminal runs, beside what may run and what is current. */
export function judgeFirmware(firmware: string | null, { least, current }: FirmwareBounds): FirmwareVerdict {
  if (firmware === null) return 'not_judged'
  const [toLeast, toCurrent] = [least, current].map((bound) => (bound === null ? 0 : compareFirmware(firmware, bound)))
  if (typeof toLeast === 'number' && toLeast < 0) return 'below_least'
  if (typeof toCurrent === 'number' && toCurrent < 0) return 'behind'
  return toLeast === null || toCurrent === null ? 'not_judged' : 'fine'
}

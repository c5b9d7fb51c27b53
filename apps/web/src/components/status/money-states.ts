const positions = ['not_taken', 'authorised', 'captured', 'settled', 'in_payout', 'arrived_tentative', 'arrived'] as const
export type PositionState = (typeof positions)[number]

const healths = [
  'on_time',
  'late',
  'missing',
  'short',
  'over',
  'duplicate',
  'unknown',
  'currency',
  'fee',
  'review',
  'file_missing',
] as const
export type HealthState = (typeof healths)[number]

/** A word of a later version is shown as the earliest there is, not as a later one than is known. */
export const positionOf = (word: string): PositionState => positions.find((one) => one === word) ?? 'authorised'
export const healthOf = (word: string): HealthState => healths.find((one) => one === word) ?? 'unknown'

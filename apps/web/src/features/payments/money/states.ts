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

/** A word of a later version is shown as not told, never as well. */
export const healthState = (word: string): (typeof healths)[number] => healths.find((one) => one === word) ?? 'unknown'

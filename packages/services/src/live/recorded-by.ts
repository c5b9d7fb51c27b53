/** SQL: a minute `m` of the sums was recorded before the full minute in `parameter`, or that is null. */
export const recordedBy = (parameter: string): string =>
  `(${parameter}::timestamptz is null or m.recorded_minute < ${parameter}::timestamptz)`

export const dateOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

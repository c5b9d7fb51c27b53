/** The same day and time so many months later in UTC, or that month's last day where it has no such day. */
export function monthsLater(from: Date, months: number): Date {
  const later = new Date(from)
  later.setUTCMonth(later.getUTCMonth() + months)
  // 31 August and six months is the end of February, not a day in March.
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0)
  return later
}

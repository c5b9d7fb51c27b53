/** The last whole month or quarter before today; days are dates of the chain's zone. */
export function duePeriod(
  cadence: 'monthly' | 'quarterly',
  today: string,
): { readonly firstDay: string; readonly lastDay: string } {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const months = cadence === 'monthly' ? 1 : 3
  const begunMonth = month - 1 - ((month - 1) % months)
  const dateOf = (monthIndex: number, day: number) => new Date(Date.UTC(year, monthIndex, day)).toISOString().slice(0, 10)
  return { firstDay: dateOf(begunMonth - months, 1), lastDay: dateOf(begunMonth, 0) }
}

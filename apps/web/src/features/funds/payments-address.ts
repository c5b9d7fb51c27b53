/** The list of payments behind a figure. */
export function paymentsAddress(filter: Readonly<Record<string, string | null | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(filter)) if (value) parameters.set(key, value)
  return `/funds/payments?${parameters}`
}

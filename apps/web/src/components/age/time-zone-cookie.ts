export const timeZoneCookie = 'counterfoil_zone'

/** The cookie's zone if `Intl` knows it, else UTC. */
export function readTimeZone(cookie: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie ?? 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

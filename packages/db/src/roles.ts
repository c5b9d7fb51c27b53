/** Whose rights a connection has: `owner` those of the URL itself, the others a step down from it. */
export type DatabaseRole = 'owner' | 'app' | 'verifier'

/** The same URL with the role set at connection; other `options` of the URL stay. */
export function withRole(url: string, role: DatabaseRole): string {
  if (role === 'owner') return url
  const parsed = new URL(url)
  const options = parsed.searchParams.get('options')
  parsed.searchParams.set('options', `${options ? `${options} ` : ''}-c role=counterfoil_${role}`)
  return parsed.href
}

/** Where to go after signing in: a path of ours, never another site's address. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const base = 'https://dashboard.invalid'
  try {
    const url = new URL(next, base)
    return url.origin === base ? url.pathname + url.search : '/'
  } catch {
    return '/'
  }
}

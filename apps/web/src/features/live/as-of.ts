/** Name of the address parameter that holds the minute looked back to. */
export const asOfParameter = 'at'

/** `2026-11-20T13:05Z` → ms; null for anything else, which is now. */
export function parseAsOf(text: string | null | undefined): number | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || ms < 0 ? null : ms
}

/** The minute an instant lies in, as UTC: the same for every reader. */
export function formatAsOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16)}Z`
}

const SHOWN = 8

/** The quarter of a moment and those before it, newest first, UTC: `2026-Q4`. */
export function lastQuarters(nowMs: number): string[] {
  const now = new Date(nowMs)
  const nth = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3)
  return Array.from({ length: SHOWN }, (_, back) => `${Math.floor((nth - back) / 4)}-Q${((nth - back) % 4) + 1}`)
}

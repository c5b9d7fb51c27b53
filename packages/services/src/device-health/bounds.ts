/** Two-sided 99.5 %: of ten thousand terminals few are told by chance. */
const Z = 2.807

/** Wilson's score interval of a share; of nothing it is everything. */
export function wilson(hits: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 }
  const share = hits / of
  const z2 = (Z * Z) / of
  const middle = (share + z2 / 2) / (1 + z2)
  const half = (Z * Math.sqrt((share * (1 - share) + z2 / 4) / of)) / (1 + z2)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

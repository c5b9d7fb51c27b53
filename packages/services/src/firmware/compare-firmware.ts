/**
 * Which of two firmware versions of one model is older: below 0 the first, above 0 the second, 0 neither. Numbers are compared as
 * numbers, letters as letters, whatever stands between them; null where one has a number and the other a letter, so that nobody can say.
 */
export function compareFirmware(one: string, other: string): number | null {
  const [a, b] = [partsOf(one), partsOf(other)]
  if (a.length === 0 || b.length === 0) return one.trim() === other.trim() ? 0 : null
  const nth = [...a, ...b].findIndex((_, at) => a[at] !== b[at])
  if (nth === -1) return 0
  const [left, right] = [a[nth], b[nth]]
  // 2.1 comes before 2.1.3; whether it does before 2.1-rc, its maker knows.
  if (left === undefined) return isNumber(right) ? -1 : null
  if (right === undefined) return isNumber(left) ? 1 : null
  if (isNumber(left) !== isNumber(right)) return null
  if (isNumber(left) && left.length !== right.length) return left.length - right.length
  return left < right ? -1 : 1
}

const isNumber = (part: string | undefined): boolean => part !== undefined && /^\d/.test(part)

/** Runs of digits without leading zeros, and of letters in one case. */
function partsOf(text: string): string[] {
  const parts = [...text.toUpperCase().matchAll(/\d+|[A-Z]+/g)].map(([part]) =>
    isNumber(part) ? part.replace(/^0+(?=\d)/, '') : part,
  )
  // 3.4 is 3.4.0.
  return parts.slice(0, Math.max(1, parts.findLastIndex((part) => part !== '0') + 1))
}

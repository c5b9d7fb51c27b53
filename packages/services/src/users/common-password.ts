import { dictionary } from '@zxcvbn-ts/language-common'

/** Some 49,000 passwords out of breaches, the most frequent first; it comes with the package, so nobody is asked. */
const breached: ReadonlySet<string> = new Set(dictionary['passwords-common'])

const KEY_ROWS = [
  '1234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
]
const SHORTEST_WORD = 4
const SHORTEST_RUN = 4
/** So few signs between runs of neighbours add nothing. */
const LOOSE_SIGNS = 3

/**
 * Whether a password is one that is tried first: in the list of breached ones, such a word between digits and signs or with signs
 * for letters, something short over and over, or a walk over the keys.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  return isListed(plain) || isRepeated(plain) || countOutsideRuns(plain) <= LOOSE_SIGNS
}

function isListed(plain: string): boolean {
  if (breached.has(plain)) return true
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return core.length >= SHORTEST_WORD && spellings(core).some((word) => breached.has(word))
}

/** `p@ssw0rd` is `password`; a 1 stands for an i or an l. */
function spellings(word: string): readonly string[] {
  const letters = word.replace(/[0345789@$!|]/g, (sign) => LETTER_OF[sign] ?? sign)
  return [word, letters.replaceAll('1', 'i'), letters.replaceAll('1', 'l')]
}

const LETTER_OF: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
}

function isRepeated(plain: string): boolean {
  const unit = /^(.+?)\1+$/u.exec(plain)?.[1]
  return unit !== undefined && (unit.length < SHORTEST_WORD || isListed(unit))
}

/** How many signs are in no run: of one sign, of neighbours in the alphabet, or of keys beside each other, in either direction. */
function countOutsideRuns(plain: string): number {
  const signs = [...plain]
  let outside = 0
  for (let start = 0; start < signs.length; ) {
    let end = start + 1
    while (end < signs.length && goesOn(signs, start, end)) end += 1
    if (end - start < SHORTEST_RUN) outside += 1
    start = end - start < SHORTEST_RUN ? start + 1 : end
  }
  return outside
}

function goesOn(signs: readonly string[], start: number, end: number): boolean {
  const [one, next] = [signs[end - 1] ?? '', signs[end] ?? '']
  const steps = stepsBetween(one, next)
  return end === start + 1 ? steps.length > 0 : steps.some((step) => stepsBetween(signs[end - 2] ?? '', one).includes(step))
}

/** Names of the ways from one sign to the next: by code, and on each row of keys. */
function stepsBetween(one: string, next: string): readonly string[] {
  const byCode = (next.codePointAt(0) ?? 0) - (one.codePointAt(0) ?? 0)
  const steps = Math.abs(byCode) <= 1 ? [`code ${byCode}`] : []
  for (const [row, keys] of KEY_ROWS.entries()) {
    const [at, then] = [keys.indexOf(one), keys.indexOf(next)]
    if (at >= 0 && then >= 0 && Math.abs(then - at) === 1) steps.push(`row ${row} ${then - at}`)
  }
  return steps
}

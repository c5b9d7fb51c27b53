/** A digit of a text, in whatever script it was written. */
export interface Digit {
  /** 0 to 9. */
  readonly value: number
  /** Where its character begins and ends, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** Digits without anything between them. */
export interface DigitGroup {
  readonly digits: readonly Digit[]
  /** What parts it from the group before: nothing is before the first. */
  readonly gap: 'none' | 'usual' | 'odd'
}

/** Between two groups of a number: " - " is three. */
const LONGEST_GAP = 3
const OTHER = -1
const USUAL = 10
const ODD = 11

/** What people and printers part groups with: blanks, dashes, dots, slashes, line ends, what cannot be seen. */
const USUAL_ASCII = ' -./_\t\r\n\v\f\0'
const USUAL_BEYOND = /[\p{Zs}\p{Zl}\p{Zp}\p{Pd}\p{Cf}\u00b7\u2022\u2219\u22c5\u2212\u30fb\u00ff\ufffd]/u
/** What parts columns and values rather than groups: a number is seen through it only where its groups are regular. */
const ODD_ASCII = ',;:|+\'"`()[]'

const ASCII = Int8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (/[0-9]/.test(character)) return unit - 0x30
  return USUAL_ASCII.includes(character) ? USUAL : ODD_ASCII.includes(character) ? ODD : OTHER
})
const beyondAscii = new Map<string, number>()

function kindOf(character: string): number {
  const unit = character.charCodeAt(0)
  if (unit < 128) return ASCII[unit] ?? OTHER
  const known = beyondAscii.get(character)
  if (known !== undefined) return known
  const kind = /[\p{Nd}\p{No}]/u.test(character) ? digitValue(character) : USUAL_BEYOND.test(character) ? USUAL : OTHER
  if (beyondAscii.size < 4_096) beyondAscii.set(character, kind)
  return kind
}

/** Full-width, superscript, circled and styled digits fold to ASCII; other scripts' stand in rows of ten, in order (Unicode 4.6). */
function digitValue(character: string): number {
  const folded = character.normalize('NFKC')
  if (/^[0-9]$/.test(folded)) return Number(folded)
  if (!/^\p{Nd}$/u.test(character)) return OTHER
  let zero = character.codePointAt(0) ?? 0
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return ((character.codePointAt(0) ?? 0) - zero) % 10
}

/** Stretches of digit groups that may belong together, in order. */
export function readDigitRuns(text: string): DigitGroup[][] {
  const runs: DigitGroup[][] = []
  let groups: { digits: Digit[]; gap: DigitGroup['gap'] }[] = []
  let gapIsOdd = false
  let gapLength = 0
  const endRun = () => {
    if (groups.length > 0) runs.push(groups)
    groups = []
    gapIsOdd = false
    gapLength = 0
  }
  for (let start = 0; start < text.length; ) {
    const unit = text.charCodeAt(start)
    const character = unit >= 0xd800 && unit < 0xdc00 ? text.slice(start, start + 2) : (text[start] ?? '')
    const end = start + character.length
    const kind = kindOf(character)
    if (kind >= 0 && kind <= 9) {
      const digit = { value: kind, start, end }
      const last = groups.at(-1)
      if (gapLength === 0 && last !== undefined) last.digits.push(digit)
      else groups.push({ digits: [digit], gap: last === undefined ? 'none' : gapIsOdd ? 'odd' : 'usual' })
      gapIsOdd = false
      gapLength = 0
    } else if (kind === OTHER || gapLength === LONGEST_GAP) endRun()
    else if (groups.length > 0) {
      gapIsOdd ||= kind === ODD
      gapLength += 1
    }
    start = end
  }
  endRun()
  return runs
}

/**
 * Whether a text is worth reading at all: thirteen digits, or characters that may be some script's. Costs a pass over its
 * units, and nearly every field ends here.
 */
export function mayHoldCardNumber(text: string): boolean {
  if (text.length < 13) return false
  let digits = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if ((unit >= 0x30 && unit <= 0x39) || unit > 0x7f) {
      digits += 1
      if (digits === 13) return true
    }
  }
  return false
}

import { isIssuedCardNumber, LONGEST_CARD_NUMBER, SHORTEST_CARD_NUMBER } from './card-numbers-issued.ts'
import { type Digit, type DigitGroup, mayHoldCardNumber, readDigitRuns } from './card-numbers-runs.ts'

/** What may stay readable of a card number (PCI DSS 3.4.1): the one truncation of the whole product (3.5.1). */
const KEPT_FIRST = 6
const KEPT_LAST = 4

export interface FoundCardNumber {
  /** Where its first digit begins and its last one ends, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Its first six and last four digits, a star for every other one, nothing between. */
  readonly truncated: string
}

/**
 * Card numbers in free text: an issuer's beginning and length, and the check digit, in any script's digits, whatever parts
 * their groups. A number begins and ends where a group of digits does. Parts of longer unbroken digits are none: in files of
 * banks and acquirers, every column taken for free text, they gave 84 false alarms, whole groups one.
 */
export function findCardNumbers(text: string): FoundCardNumber[] {
  return search(text).map((digits) => ({
    start: digits[0]?.start ?? 0,
    end: digits.at(-1)?.end ?? 0,
    truncated: truncateCardNumber(digits.map(({ value }) => value).join('')),
  }))
}

/** First six and last four digits, a star for every other one. */
export function truncateCardNumber(digits: string): string {
  const hidden = Math.max(0, digits.length - KEPT_FIRST - KEPT_LAST)
  return digits.slice(0, KEPT_FIRST) + '*'.repeat(hidden) + digits.slice(digits.length - KEPT_LAST)
}

/** The text with every card number in it truncated in its place; the same string where there is none. */
export function cutCardNumbers(text: string): string {
  let cut = text
  // What stays of one number may make another with what follows it.
  for (let found = search(cut); found.length > 0; found = search(cut)) cut = hideDigits(cut, found)
  return cut
}

function hideDigits(text: string, found: readonly (readonly Digit[])[]): string {
  const hidden = new Map(found.flatMap((digits) => digits.slice(KEPT_FIRST, -KEPT_LAST).map(({ start, end }) => [start, end])))
  let cut = ''
  for (let at = 0; at < text.length; ) {
    const end = hidden.get(at)
    cut += end === undefined ? text[at] : '*'
    at = end ?? at + 1
  }
  return cut
}

/** The digits of every number that is no part of a longer one found. */
function search(text: string): Digit[][] {
  if (!mayHoldCardNumber(text)) return []
  return readDigitRuns(text)
    .filter((run) => run.reduce((sum, { digits }) => sum + digits.length, 0) >= SHORTEST_CARD_NUMBER)
    .flatMap((run) => searchRun(text, run.slice(accountGroups(text, run))))
}

function searchRun(text: string, run: readonly DigitGroup[]): Digit[][] {
  const found: Digit[][] = []
  let reached = -1
  for (const first of run.keys()) {
    // The longest number that begins here; shorter ones are parts of it.
    let longest: Digit[] | null = null
    let last = first
    const digits: Digit[] = []
    for (let next = first; next < run.length; next += 1) {
      digits.push(...(run[next]?.digits ?? []))
      if (digits.length > LONGEST_CARD_NUMBER) break
      if (!isNumber(text, run.slice(first, next + 1), digits)) continue
      longest = [...digits]
      last = next
    }
    if (longest !== null && last > reached) {
      found.push(longest)
      reached = last
    }
  }
  return found
}

function isNumber(text: string, groups: readonly DigitGroup[], digits: readonly Digit[]): boolean {
  if (digits.length < SHORTEST_CARD_NUMBER) return false
  const written = digits.map(({ value }) => value).join('')
  if (!isIssuedCardNumber(written)) return false
  if (groups.some(({ gap }, index) => index > 0 && gap === 'odd') && !isRegular(groups)) return false
  const [start, end] = [digits[0]?.start ?? 0, digits.at(-1)?.end ?? 0]
  return !isUuidPart(text, start, end) && !(written.length === 13 && isPhoneOrArticle(text, start, written, groups.length))
}

/** Groups of one size, the last may be shorter; or as American Express and Diners print theirs: 4-6-5, 4-6-4. */
function isRegular(groups: readonly DigitGroup[]): boolean {
  const sizes = groups.map(({ digits }) => digits.length)
  const size = sizes[0] ?? 0
  const even = sizes.every((one, index) => one === size || (index === sizes.length - 1 && one < size))
  return even || (sizes.length === 3 && sizes[0] === 4 && sizes[1] === 6)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const UUID_LENGTH = 36

/** One UUID in ten thousand would look like a card number, and tills like to name baskets so. */
function isUuidPart(text: string, start: number, end: number): boolean {
  for (let from = Math.max(0, end - UUID_LENGTH); from <= start; from += 1) {
    if (/[0-9a-z]/i.test(text[from - 1] ?? '') || /[0-9a-z]/i.test(text[from + UUID_LENGTH] ?? '')) continue
    if (UUID.test(text.slice(from, from + UUID_LENGTH))) return true
  }
  return false
}

/** Thirteen digits are `+49 151 …` or an article number (EAN-13) far more often than one of Visa's oldest numbers. */
function isPhoneOrArticle(text: string, start: number, written: string, groups: number): boolean {
  if (text[start - 1] === '+') return true
  const sum = [...written].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return groups === 1 && sum % 10 === 0
}

/** How many groups an IBAN of digits only takes (ISO 13616): two letters and a check that one number in 97 passes by chance. */
function accountGroups(text: string, run: readonly DigitGroup[]): number {
  const start = run[0]?.digits[0]?.start ?? 0
  const country = /(?:^|[^\p{L}\p{N}])([A-Z]{2})$/u.exec(text.slice(Math.max(0, start - 3), start))?.[1]
  if (country === undefined) return 0
  const letters = [...country].map((letter) => letter.charCodeAt(0) - 55).join('')
  let digits = ''
  for (const [index, group] of run.entries()) {
    digits += group.digits.map(({ value }) => value).join('')
    if (digits.length > LONGEST_IBAN_DIGITS) return 0
    if (digits.length < SHORTEST_CARD_NUMBER) continue
    if (BigInt(digits.slice(2) + letters + digits.slice(0, 2)) % 97n === 1n) return index + 1
  }
  return 0
}

const LONGEST_IBAN_DIGITS = 32

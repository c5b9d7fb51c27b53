import { isCommonPassword } from './common-password.ts'

export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

export type PasswordProblem = 'too_short' | 'too_long' | 'needs_letter_and_digit' | 'is_address' | 'made_of_own_words' | 'common'

/**
 * What is wrong with a password somebody chose; null when nothing is. PCI DSS 8.3.6 asks for 12 characters, letters and digits;
 * the rest for what would be guessed all the same.
 */
export function checkPassword(password: string, email: string, name = ''): PasswordProblem | null {
  const length = [...password].length
  if (length < PASSWORD_LENGTH.least) return 'too_short'
  if (length > PASSWORD_LENGTH.most) return 'too_long'
  if (!/\p{L}/u.test(password) || !/\p{Nd}/u.test(password)) return 'needs_letter_and_digit'
  if (password.toLowerCase() === email.toLowerCase()) return 'is_address'
  const rest = withoutWords(password, ownWords(email, name))
  if (rest !== null && (lettersOf(rest) < FEWEST_LETTERS || isCommonPassword(rest))) return 'made_of_own_words'
  return isCommonPassword(password) ? 'common' : null
}

const PRODUCT = 'counterfoil'
const SHORTEST_WORD = 4
/** Beside one's own name fewer letters make no password. */
const FEWEST_LETTERS = 4

/** The name, the address in its parts, and the product, longest first. */
function ownWords(email: string, name: string): readonly string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const words = [
    PRODUCT,
    local,
    name.toLowerCase().replace(/\s/g, ''),
    ...local.split(/[^\p{L}\p{N}]+/u),
    ...domain.split('.').slice(0, -1),
    ...name.toLowerCase().split(/\s+/),
  ]
  return [...new Set(words)].filter((word) => word.length >= SHORTEST_WORD).sort((one, other) => other.length - one.length)
}

/** What is left of the password without these words; null if it has none of them. */
function withoutWords(password: string, words: readonly string[]): string | null {
  const plain = password.normalize('NFKC').toLowerCase()
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), plain)
  return rest === plain ? null : rest
}

function lettersOf(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0
}

export const passwordProblems: Readonly<Record<PasswordProblem, string>> = {
  too_short: `The password is too short. Use at least ${PASSWORD_LENGTH.least} characters.`,
  too_long: `The password is too long. Use at most ${PASSWORD_LENGTH.most} characters.`,
  needs_letter_and_digit: 'The password needs at least one letter and one digit.',
  is_address: 'The password is the e-mail address. Choose another one.',
  made_of_own_words: 'The password is little more than your name, your address or “Counterfoil”. Choose another one.',
  common: 'This password is among those tried first: it was found in breaches, or is a simple pattern. Choose another one.',
}

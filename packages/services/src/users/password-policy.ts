export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

export type PasswordProblem = 'too_short' | 'too_long' | 'needs_letter_and_digit' | 'is_address'

/** What is wrong with a password somebody chose; null when nothing is (PCI DSS 8.3.6: 12 characters, letters and digits). */
export function checkPassword(password: string, email: string, _name = ''): PasswordProblem | null {
  const length = [...password].length
  if (length < PASSWORD_LENGTH.least) return 'too_short'
  if (length > PASSWORD_LENGTH.most) return 'too_long'
  if (!/\p{L}/u.test(password) || !/\p{Nd}/u.test(password)) return 'needs_letter_and_digit'
  if (password.toLowerCase() === email.toLowerCase()) return 'is_address'
  return null
}

export const passwordProblems: Readonly<Record<PasswordProblem, string>> = {
  too_short: `The password is too short. Use at least ${PASSWORD_LENGTH.least} characters.`,
  too_long: `The password is too long. Use at most ${PASSWORD_LENGTH.most} characters.`,
  needs_letter_and_digit: 'The password needs at least one letter and one digit.',
  is_address: 'The password is the e-mail address. Choose another one.',
}

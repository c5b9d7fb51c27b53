import { describe, expect, it } from 'vitest'
import { checkPassword, passwordProblems } from './password-policy.ts'

const check = (password: string) => checkPassword(password, 'm.vogel@handelskette.example', 'Mara Vogel')

describe('a password', () => {
  it.each([
    ['eleven signs', 'kupfer3dach', 'too_short'],
    ['129 signs', `a1${'kupferdach '.repeat(12)}`.slice(0, 129), 'too_long'],
    ['no digit', 'kupferdach im wind', 'needs_letter_and_digit'],
    ['no letter', '4819 2750 3316', 'needs_letter_and_digit'],
    ['the address', 'm.vogel@handelskette.example', 'needs_letter_and_digit'],

    ['out of breaches', '1qaz2wsx3edc4rfv', 'common'],
    ['out of breaches, in capitals', 'Minecraft123', 'common'],
    ['a common word and a year', 'Welcome2026!', 'common'],
    ['a common word between signs', '!!123password321!!', 'common'],
    ['a common word spelt with signs', 'P@ssw0rd2026', 'common'],
    ['an i spelt 1', 'm1chael123456', 'common'],
    ['an l spelt 1', 'e1ephant-2026', 'common'],
    ['a common one twice', 'abc123abc123', 'common'],
    ['two signs over and over', 'x7x7x7x7x7x7', 'common'],
    ['one sign over and over', 'aaaaaaaaaaaa1', 'common'],
    ['a walk over the alphabet', 'abcdefgh12345', 'common'],
    ['walks over the keys', 'qwertzuiop0987', 'common'],
    ['a walk back', 'poiuztrewq12', 'common'],

    ['the name and a year', 'MaraVogel2026', 'made_of_own_words'],
    ['one of the names', '2026-Vogel-2026', 'made_of_own_words'],
    ['the chain', 'Handelskette#1', 'made_of_own_words'],
    ['the product', 'counterfoil 2026', 'made_of_own_words'],
    ['the product and a common word', 'counterfoil-admin1', 'made_of_own_words'],
  ])('of %s is refused', (_what, password, problem) => expect(check(password)).toBe(problem))

  it('that is an address with a digit is refused as such', () => {
    expect(checkPassword('Anna1@chain.example', 'anna1@chain.example')).toBe('is_address')
  })

  it.each([
    ['words nobody would put together', 'correct horse 42 battery'],
    ['signs by chance', 'v8#Lq2!xWz0p'],
    ['other alphabets', '银行卡 终端 机柜 结算 七九 88'],
    ['a name among more', 'vogel im walde 77'],
    ['a walk among more', 'kupfer1234dach'],
  ])('of %s is taken', (_what, password) => expect(check(password)).toBeNull())

  it('that is refused is refused in words', () => {
    for (const words of Object.values(passwordProblems)) expect(words).toMatch(/\.$/)
  })
})

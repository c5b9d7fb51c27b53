/** What an issuer's numbers begin with (a number, or all from the first to the last) and how long they are. */
interface Issuer {
  readonly scheme: string
  readonly prefixes: readonly (string | readonly [string, string])[]
  readonly lengths: readonly number[]
}

const LONG = [16, 17, 18, 19]
/** ISO/IEC 7812-1 allows fewer digits too; below 13 nothing is given out any more that would not be a phone number first. */
export const SHORTEST_CARD_NUMBER = 13
export const LONGEST_CARD_NUMBER = 19

/**
 * Beginnings the schemes have given out. Narrower than "any number that passes the check": order numbers do so one time in
 * ten, and of these only those in an issuer's range can be a card.
 */
const ISSUERS: readonly Issuer[] = [
  { scheme: 'visa', prefixes: ['4'], lengths: [13, 16, 19] },
  {
    scheme: 'mastercard',
    prefixes: [
      ['51', '55'],
      ['2221', '2720'],
    ],
    lengths: [16],
  },
  { scheme: 'amex', prefixes: ['34', '37'], lengths: [15] },
  { scheme: 'discover', prefixes: ['6011', ['644', '649'], '65'], lengths: LONG },
  { scheme: 'diners', prefixes: [['300', '305'], '3095', '36', '38', '39'], lengths: [14, ...LONG] },
  { scheme: 'jcb', prefixes: [['3528', '3589']], lengths: LONG },
  { scheme: 'unionpay', prefixes: ['62', ['8100', '8171']], lengths: LONG },
  // girocards are 672…; 50, 56 to 58, 63 and 67 are Maestro's and the national debit schemes' that grew into it.
  { scheme: 'maestro', prefixes: ['50', ['56', '58'], '63', '67'], lengths: [13, 14, 15, ...LONG] },
  { scheme: 'mir', prefixes: [['2200', '2204']], lengths: [16, 19] },
  { scheme: 'rupay', prefixes: ['60', '82'], lengths: [16] },
  { scheme: 'troy', prefixes: ['9792'], lengths: [16] },
]

const begins = (digits: string, prefix: Issuer['prefixes'][number]): boolean => {
  const [first, last] = typeof prefix === 'string' ? [prefix, prefix] : prefix
  const head = digits.slice(0, first.length)
  return head >= first && head <= last
}

/** Whether the digits pass the Luhn check (ISO/IEC 7812-1 annex B). */
export function isLuhnValid(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Whether the digits, all of them, are a card number that some scheme could have given out. */
export function isIssuedCardNumber(digits: string): boolean {
  return (
    ISSUERS.some(
      ({ prefixes, lengths }) => lengths.includes(digits.length) && prefixes.some((prefix) => begins(digits, prefix)),
    ) && isLuhnValid(digits)
  )
}

/** For tests: every length of every beginning, ranges by their first and last. */
export function listIssuedRanges(): readonly { readonly scheme: string; readonly prefix: string; readonly length: number }[] {
  return ISSUERS.flatMap(({ scheme, prefixes, lengths }) =>
    prefixes.flatMap((prefix) =>
      (typeof prefix === 'string' ? [prefix] : [...prefix]).flatMap((one) =>
        lengths.map((length) => ({ scheme, prefix: one, length })),
      ),
    ),
  )
}

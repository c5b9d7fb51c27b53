import { randomInt } from 'node:crypto'

/** Digits and letters that nobody takes for another one across a room. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 8

/** Eight signs in two groups, as a screen shows them: 39 bits, for ten minutes. */
export function createPairingCode(chooseBelow: (limit: number) => number = randomInt): string {
  const signs = Array.from({ length: LENGTH }, () => ALPHABET[chooseBelow(ALPHABET.length)]).join('')
  return `${signs.slice(0, LENGTH / 2)}-${signs.slice(LENGTH / 2)}`
}

/** What somebody typed, as it would have been shown: case, spaces and dashes are not told apart. Null for what is no code. */
export function readPairingCode(typed: string): string | null {
  const signs = typed.toUpperCase().replace(/[\s-]/g, '')
  if (signs.length !== LENGTH || [...signs].some((sign) => !ALPHABET.includes(sign))) return null
  return `${signs.slice(0, LENGTH / 2)}-${signs.slice(LENGTH / 2)}`
}

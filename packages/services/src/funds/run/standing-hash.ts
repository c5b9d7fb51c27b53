import { hash } from 'node:crypto'

const MODULUS = 1n << 256n
const numberOf = (text: string): bigint => BigInt(`0x${hash('sha256', text, 'hex')}`)

/**
 * SHA-256 values of a set, added up modulo 2^256: the same set has the same sum in whatever order and by whatever steps it came
 * to be, so that a run only counts what it changes and a verifier can count everything.
 */
export class StandingHash {
  #sum: bigint

  constructor(before: Uint8Array | null) {
    this.#sum = before === null ? 0n : BigInt(`0x${Buffer.from(before).toString('hex')}`)
  }

  add(text: string): void {
    this.#sum += numberOf(text)
  }

  remove(text: string): void {
    this.#sum -= numberOf(text)
  }

  read(): Buffer {
    const sum = ((this.#sum % MODULUS) + MODULUS) % MODULUS
    return Buffer.from(sum.toString(16).padStart(64, '0'), 'hex')
  }
}

export const linkText = (link: {
  from: string
  to: string
  amountMinor: number
  currency: string
  rule: string
  ruleVersion: number
}): string => JSON.stringify(['link', link.from, link.to, link.amountMinor, link.currency, link.rule, link.ruleVersion])
export const exceptionText = (key: string): string => JSON.stringify(['exception', key])

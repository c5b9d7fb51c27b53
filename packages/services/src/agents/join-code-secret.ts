import { scrypt, timingSafeEqual } from 'node:crypto'

export const LOCATOR_LENGTH = 4
const HASH_BYTES = 32

/** Hash of a join code's secret part. Slow on purpose: six characters are few, and whoever reads the table must not guess them in time. */
export function hashJoinSecret(locator: string, secret: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, `counterfoil-join-code/v1/${locator}`, HASH_BYTES, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}

/** Compares without telling by its duration how much was right. */
export async function isJoinSecret(locator: string, secret: string, expected: Buffer): Promise<boolean> {
  const hash = await hashJoinSecret(locator, secret)
  return hash.length === expected.length && timingSafeEqual(hash, expected)
}

/** The part that finds the code, and the part that proves it. */
export function splitJoinCode(code: string): { locator: string; secret: string } {
  return { locator: code.slice(0, LOCATOR_LENGTH), secret: code.slice(LOCATOR_LENGTH) }
}

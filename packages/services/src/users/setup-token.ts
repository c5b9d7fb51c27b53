import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, as they stand in the link. */
export function createSetupToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps: whoever reads it learns no link. */
export function hashSetupToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

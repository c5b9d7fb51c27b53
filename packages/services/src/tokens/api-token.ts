import { createSecret } from '../secret.ts'

/** Programs that look for lost secrets find ours by it. */
const PREFIX = 'cfk_'
const pattern = /^Bearer +(cfk_[A-Za-z0-9_-]{43})$/i

export function createApiToken(): string {
  return PREFIX + createSecret()
}

/** The token of an Authorization header; null for anything else. */
export function readBearer(header: string): string | null {
  return pattern.exec(header.trim())?.[1] ?? null
}

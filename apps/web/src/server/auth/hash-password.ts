import { hash, verify } from '@node-rs/argon2'

/** Argon2id with 19 MiB, two passes, one lane: the least OWASP and PCI guidance accept, about 30 ms here. */
/** The package's number of Argon2id; its enum exists in types only. */
const argon2id = 2
const settings = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), settings)
}

/** False for a wrong password, and for a stored text that is no Argon2 hash. */
export async function verifyPassword({
  hash: stored,
  password,
}: {
  readonly hash: string
  readonly password: string
}): Promise<boolean> {
  try {
    return await verify(stored, password.normalize('NFKC'))
  } catch {
    return false
  }
}

import { createHash, type KeyObject } from 'node:crypto'
import type { IdentityKeys, SigningKey } from '@counterfoil/agent'
import { createKeyPair, privateKeyObject, publicKeyObject, signText, verifyTextSync } from '@counterfoil/audit'

/** One agent's key in a run: made once for a whole process, because making them costs more than a run. */
export interface SimulatedKey {
  readonly publicKey: string
  readonly verifying: KeyObject
  readonly real: (text: string) => string
  /** As long as a signature, made of a hash: proves nothing, costs little. */
  readonly cheap: (text: string) => string
}

export function createKeys(count: number): readonly SimulatedKey[] {
  return Array.from({ length: count }, () => {
    const pair = createKeyPair()
    const signing = privateKeyObject(pair.privateKey)
    return {
      publicKey: pair.publicKey,
      verifying: publicKeyObject(pair.publicKey),
      real: (text) => signText(signing, text),
      cheap: (text) => cheapSignature(pair.publicKey, text),
    }
  })
}

/** Checks at once, on this thread: the thread pool would let real time decide the order of things. */
export function createVerifier(keys: readonly SimulatedKey[], real: boolean) {
  const names = new Map(keys.map(({ verifying, publicKey }) => [verifying, publicKey]))
  return async (key: string | KeyObject, text: string, signature: string): Promise<boolean> => {
    if (real) return verifyTextSync(key, text, signature)
    const name = typeof key === 'string' ? key : names.get(key)
    return name !== undefined && cheapSignature(name, text) === signature
  }
}

function cheapSignature(name: string, text: string): string {
  return createHash('sha512').update(name).update(text).digest('base64')
}

/** One key for the whole run: keys that change have tests of their own. */
export function fixedKeys(current: SigningKey): IdentityKeys {
  return { current, next: () => current, adopt() {}, swap() {} }
}

import { createKeyPair, type KeyPair, privateKeyObject, signText } from '@counterfoil/audit'

/** One key pair with its private half ready for signing. */
export interface SigningKey {
  /** Raw Ed25519 key, base64. */
  readonly publicKey: string
  sign(text: string): string
}

/** The keys an agent proves itself with, over the changes that rotation brings. */
export interface IdentityKeys {
  /** Signs now. */
  readonly current: SigningKey
  /** The key to come: made once and kept until it is adopted, so that a lost answer does not lose the key the hub has. */
  next(): SigningKey
  /** The key to come is the current one from here on; the one before it is kept for a hub that was restored from a backup. */
  adopt(): void
  /**
   * The hub refused the current key: another one signs, if there is one. A hub restored from a backup knows the one before, and
   * after a power cut that undid the adoption here the hub knows the one that is still to come.
   */
  swap(): void
}

/** Where the pairs are kept. Writes are durable when they return. */
export interface KeyStore {
  readonly current: KeyPair
  readonly previous: KeyPair | undefined
  readNext(): KeyPair | undefined
  writeNext(next: KeyPair): void
  /** `next` becomes the current pair and the current one the previous, in one step. */
  promoteNext(next: KeyPair, previous: KeyPair): void
}

/** Keys over a store of them. */
export function createIdentityKeys(store: KeyStore): IdentityKeys {
  let current = signingKey(store.current)
  let own = current
  let previous = store.previous === undefined ? undefined : signingKey(store.previous)

  function nextPair(): KeyPair {
    const kept = store.readNext()
    // One left behind by a crash after it was adopted is no key to come.
    if (kept !== undefined && kept.publicKey !== current.publicKey) return kept
    const made = createKeyPair()
    store.writeNext(made)
    return made
  }

  return {
    get current() {
      return current
    },
    next: () => signingKey(nextPair()),
    adopt() {
      const next = nextPair()
      store.promoteNext(next, current.pair)
      previous = current
      own = signingKey(next)
      current = own
    },
    swap() {
      const kept = store.readNext()
      const known = [own, previous, kept === undefined ? undefined : signingKey(kept)].filter((key) => key !== undefined)
      const keys = known.filter(({ publicKey }, nth) => known.findIndex((key) => key.publicKey === publicKey) === nth)
      const at = keys.findIndex(({ publicKey }) => publicKey === current.publicKey)
      current = keys[(at + 1) % keys.length] ?? current
    },
  }
}

/** Keys that live and die with the process, for simulations and demos. */
export function memoryKeys(pair: KeyPair): IdentityKeys {
  let next: KeyPair | undefined
  return createIdentityKeys({
    current: pair,
    previous: undefined,
    readNext: () => next,
    writeNext: (made) => {
      next = made
    },
    promoteNext: () => {
      next = undefined
    },
  })
}

function signingKey(pair: KeyPair): SigningKey & { readonly pair: KeyPair } {
  const key = privateKeyObject(pair.privateKey)
  return { pair, publicKey: pair.publicKey, sign: (text) => signText(key, text) }
}

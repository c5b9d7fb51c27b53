import { createVerifierKey, ED25519, formatVerifierKey, signText, successionText } from '@counterfoil/audit'
import type { HubKeys } from './derive-hub-keys.ts'
import type { TellOfKey } from './make-key-current.ts'

/**
 * For the entry of a new checkpoint key: the key before it names its successor, so that whoever trusts the first can trust what
 * is signed from there on. Without a signature where the former secret is not at hand: then nobody vouches.
 */
export function tellSuccession(origin: string, [current, ...former]: readonly [HubKeys, ...HubKeys[]]): TellOfKey {
  const written = (publicKey: Uint8Array) => formatVerifierKey(createVerifierKey(origin, publicKey, ED25519))
  return (before) => {
    if (before === null) return {}
    const log = { former: written(before), key: written(current.checkpoints.publicKey) }
    const held = former.find(({ checkpoints }) => Buffer.from(checkpoints.publicKey).equals(before))
    if (held === undefined) return { log }
    return { log: { ...log, signature: signText(held.checkpoints.privateKey, successionText(log.former, log.key)) } }
  }
}

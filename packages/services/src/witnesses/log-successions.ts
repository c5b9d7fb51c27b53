import type { KeyObject } from 'node:crypto'
import { formatVerifierKey, signText, successionText } from '@counterfoil/audit'
import { checkpointSigner } from '../audit/index.ts'

export interface LogSuccession {
  readonly from: string
  readonly signature: string
}

/** Each former key that is still at hand says that this one is its successor: nothing for a key that is not the one in use. */
export function logSuccessions(
  origin: string,
  logKey: string,
  [current, ...former]: readonly { readonly privateKey: KeyObject }[],
): readonly LogSuccession[] {
  if (current === undefined || formatVerifierKey(checkpointSigner(origin, current)) !== logKey) return []
  return former.map((key) => {
    const from = formatVerifierKey(checkpointSigner(origin, key))
    return { from, signature: signText(key.privateKey, successionText(from, logKey)) }
  })
}

import { EMPTY_ROOT, nodeHash } from '../merkle/tree-hash.ts'

/** RFC 6962 2.1 written down as it stands there: what the quick ways are measured against. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) return EMPTY_ROOT
  if (leaves.length === 1) return first
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

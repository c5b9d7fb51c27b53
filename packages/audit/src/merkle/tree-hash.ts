import { hash } from 'node:crypto'

const LEAF_PREFIX = 0x00
const NODE_PREFIX = 0x01

/** RFC 6962 2.1: the root of the tree that holds nothing, SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = hash('sha256', new Uint8Array(0), 'buffer')

/** RFC 6962 2.1: SHA-256(0x00 ‖ body). */
export function leafHash(body: string | Uint8Array): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  const prefixed = Buffer.allocUnsafe(1 + bytes.length)
  prefixed[0] = LEAF_PREFIX
  prefixed.set(bytes, 1)
  return hash('sha256', prefixed, 'buffer')
}

/** RFC 6962 2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const prefixed = Buffer.allocUnsafe(1 + left.length + right.length)
  prefixed[0] = NODE_PREFIX
  prefixed.set(left, 1)
  prefixed.set(right, 1 + left.length)
  return hash('sha256', prefixed, 'buffer')
}

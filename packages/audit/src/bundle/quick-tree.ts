import { hash } from 'node:crypto'
import { type Frontier, rootOf } from '../merkle/frontier.ts'

/** Hashes as one-byte strings: a third quicker than a Buffer for each (measured, `hash-chain.ts`). */
type Digest = string

/** Grows the tree of a whole bundle. One object per run; what is quick about it is that nothing is allocated per node. */
export class QuickTree {
  readonly #stack: Digest[]
  readonly #node = Buffer.alloc(65, 0x01)
  size: number

  constructor(frontier: Frontier) {
    this.#stack = frontier.hashes.map((bytes) => Buffer.from(bytes).toString('latin1'))
    this.size = Number(frontier.size)
  }

  append(leaf: Digest): void {
    let merged = leaf
    // As many complete subtrees merge as the size has trailing ones; beyond 2^31 leaves bit operators no longer do.
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) merged = this.#merge(this.#stack.pop() ?? '', merged)
    this.#stack.push(merged)
    this.size += 1
  }

  root(): Buffer {
    return rootOf({ size: BigInt(this.size), hashes: this.#stack.map((digest) => Buffer.from(digest, 'latin1')) })
  }

  #merge(left: Digest, right: Digest): Digest {
    this.#node.write(left, 1, 'latin1')
    this.#node.write(right, 33, 'latin1')
    return hash('sha256', this.#node, 'binary')
  }
}

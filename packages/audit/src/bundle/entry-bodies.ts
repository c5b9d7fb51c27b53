import type { BundleSource } from './bundle-source.ts'
import { entriesFiles } from './leaf-digests.ts'
import { lineBlocks } from './line-blocks.ts'

const MOST_LINE_BYTES = 1 << 20

export interface EntryBodies {
  /** Index of the first. */
  readonly first: number
  readonly bodies: readonly Buffer[]
}

/** The exact bytes of a bundle's entries, block by block, in order. Whether they are those that were signed, `verifyBundle` says. */
export async function* entryBodies(source: BundleSource): AsyncGenerator<EntryBodies> {
  for (const file of entriesFiles(source)) {
    let { first } = file
    for await (const block of lineBlocks(source.read(file.name), file.name, MOST_LINE_BYTES)) {
      const bodies: Buffer[] = []
      for (let start = 1; start < block.length; ) {
        const end = block.indexOf(0x0a, start)
        bodies.push(block.subarray(start, end))
        start = end + 1
      }
      yield { first, bodies }
      first += bodies.length
    }
  }
}

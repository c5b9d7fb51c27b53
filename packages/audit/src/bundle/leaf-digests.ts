import { hash } from 'node:crypto'
import { AwayEntries } from './away-entries.ts'
import { firstOfEntriesFile, LEAVES_FILE } from './bundle-format.ts'
import type { BundleSource } from './bundle-source.ts'
import { lineBlocks } from './line-blocks.ts'

const HASH_BYTES = 32
const MOST_LINE_BYTES = 1 << 20

/** The leaf hashes a bundle tells, as one-byte strings of many hashes each: recorded ones, or those of its entries. */
export async function* leafDigests(source: BundleSource): AsyncGenerator<string> {
  if (source.files.has(LEAVES_FILE)) {
    let rest = Buffer.alloc(0)
    for await (const piece of source.read(LEAVES_FILE)) {
      const all = Buffer.concat([rest, piece])
      const whole = all.length - (all.length % HASH_BYTES)
      yield all.toString('latin1', 0, whole)
      rest = Buffer.from(all.subarray(whole))
    }
    return
  }
  yield* entryDigests(source)
}

/** Those of the entries themselves, whatever was recorded. */
export async function* entryDigests(source: BundleSource): AsyncGenerator<string> {
  const away = new AwayEntries(source)
  for (const { name, first } of entriesFiles(source)) {
    let index = first
    for await (const block of lineBlocks(source.read(name), name, MOST_LINE_BYTES)) {
      const digests = hashLines(block, index, away)
      yield digests.join('')
      index += digests.length
    }
  }
}

function hashLines(block: Buffer, first: number, away: AwayEntries): string[] {
  const digests: string[] = []
  for (let start = 1; start < block.length; ) {
    const end = block.indexOf(0x0a, start)
    block[start - 1] = 0
    const standIn = away.standIn(first + digests.length, block, start, end)
    digests.push(standIn ?? hash('sha256', block.subarray(start - 1, end), 'binary'))
    start = end + 1
  }
  return digests
}

/** The files of entries in the order of their first index. */
export function entriesFiles(source: BundleSource): { name: string; first: number }[] {
  return [...source.files.keys()]
    .flatMap((name) => {
      const first = firstOfEntriesFile(name)
      return first === undefined ? [] : [{ name, first }]
    })
    .sort((left, right) => left.first - right.first)
}

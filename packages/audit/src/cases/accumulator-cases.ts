import { createHash } from 'node:crypto'
import { hex } from '../crypto/text.ts'
import { EMPTY_ROOT, leafHash, pathWithin, type ReadSubtree, rootWithin, subtreesInMemory } from '../merkle/index.ts'
import { type CaseResult, MalformedCase, tryCase } from './case-result.ts'
import { asFields, type Fields, textOf } from './read-fields.ts'

const SECTION = 'accumulators'
/** draft-ietf-plants-merkle-tree-certs, appendix "Subtree Test Vectors"; a leaf is one byte, so there are 256 at most. */
const USUAL_LEAVES = 130
const MOST_LEAVES = 256

/** One hash over the roots, and one over all proofs, of every subtree [start, end) of a small tree. */
export async function tryAccumulators(section: unknown): Promise<CaseResult[]> {
  const fields = asFields(section, SECTION)
  const results: CaseResult[] = []
  for (const [name, line] of Object.entries({ subtreeHash: rootLine, inclusionProofs: proofLines })) {
    if (fields[name] === undefined) continue
    results.push(
      await tryCase(SECTION, name, async () => {
        const wanted = textOf(asFields(fields[name], name), 'sha256')
        return { wanted, found: await accumulate(leafCount(fields), line) }
      }),
    )
  }
  return results
}

type Line = (read: ReadSubtree, start: bigint, end: bigint) => Promise<string>

async function accumulate(count: number, line: Line): Promise<string> {
  const read = subtreesInMemory(Array.from({ length: count }, (_, at) => leafHash(Uint8Array.of(at))))
  const accumulator = createHash('sha256')
  for (let end = 0; end <= count; end += 1)
    for (let start = 0; start <= end; start += 1)
      if (isSubtree(start, end)) accumulator.update(await line(read, BigInt(start), BigInt(end)))
  return accumulator.digest('hex')
}

function isSubtree(start: number, end: number): boolean {
  let width = 1
  while (width < end - start) width *= 2
  return start === end || start % width === 0
}

async function rootLine(read: ReadSubtree, start: bigint, end: bigint): Promise<string> {
  return `[${start}, ${end}) ${hex(start === end ? EMPTY_ROOT : await rootWithin(read, start, end))}\n`
}

async function proofLines(read: ReadSubtree, start: bigint, end: bigint): Promise<string> {
  const lines: string[] = []
  for (let index = start; index < end; index += 1n) {
    const path = await pathWithin(read, index, start, end)
    lines.push(`${index} [${start}, ${end})${path.map((hash) => ` ${hex(hash)}`).join('')}\n`)
  }
  return lines.join('')
}

/** The description begins "130 leaves, …". */
function leafCount(fields: Fields): number {
  const told = typeof fields.tree === 'string' ? /^(\d+) leaves/.exec(fields.tree)?.[1] : undefined
  const count = told === undefined ? USUAL_LEAVES : Number(told)
  if (count > MOST_LEAVES) throw new MalformedCase(`a tree of ${count} leaves of one byte each`)
  return count
}

import { leafHash, verifyConsistency, verifyInclusion } from '@counterfoil/audit'
import { HashText, SeenTree } from '@counterfoil/protocol'
import { z } from 'zod'
import type { CheckpointRefusal, Restoration, ShownCheckpoint, WitnessedTree, WitnessMemory } from './witnessed-log.ts'

/** What the entry of a declared loss must say; the rest of it is for people. */
const Declaration = z.looseObject({
  action: z.literal('log.restored'),
  outcome: z.literal('done'),
  after: z.looseObject({
    /** The entries from `from` up to `to` were lost; the log goes on from `from`. */
    from: z.int().min(0),
    to: z.int().min(1),
    /** Of the log of `from` entries. */
    root: HashText,
    /** Trees that agents had seen. */
    lost: z.array(SeenTree).max(256),
  }),
})

/** A declared loss explains a shorter or other log, if it stands in that log, covers what was seen, and nothing before it changed. */
export function judgeDeclaration(
  memory: WitnessMemory,
  last: WitnessedTree,
  shown: ShownCheckpoint,
  next: WitnessedTree,
): CheckpointRefusal | { readonly restored: Omit<Restoration, 'atMs' | 'lost'> } {
  const { restored } = shown
  const read = Declaration.safeParse(parseJson(restored?.declared.entry ?? ''))
  if (restored === undefined || !read.success) return no('what it calls a declaration of loss is none')
  const { from, to, root, lost } = read.data.after
  const { entry, inclusion } = restored.declared
  const index = BigInt(restored.declared.index)
  const leaf = leafHash(entry)
  const leafText = leaf.toString('base64')
  if (memory.restorations.some((known) => known.leaf === leafText))
    return no('the same declaration has been used for an earlier loss already')
  const included = verifyInclusion({
    index,
    size: next.size,
    leaf,
    root: bytes(next.root),
    proof: inclusion.map(bytes),
  })
  if (!included.ok) return no('the declaration of loss is not in the hub’s record')
  if (index < BigInt(from)) return no('the declaration stands before what it says was kept')
  if (last.size <= BigInt(from) || last.size > BigInt(to))
    return no(`it declares that the entries from ${from} to ${to} were lost, and this agent has seen ${last.size}`)
  // Above the declaration's place a tree may be of either branch: only one that was named is surely of the lost one.
  const named = lost.some((tree) => tree.size === String(last.size) && tree.root === last.root)
  if (!named && last.size > index) return no('the tree this agent has seen is not among those declared lost')
  const base = memory.older.find(({ size }) => size <= BigInt(from))
  const baseSize = base?.size ?? 0n
  if (restored.base !== String(baseSize)) return no(`it proves from ${restored.base} entries instead of from ${baseSize}`)
  if (base !== undefined && base.size === BigInt(from) && base.root !== root)
    return no('what it says was kept is not what this agent saw')
  if (base !== undefined && base.size > 0n && !continues(base, next, shown.proof))
    return no(`its record does not begin with the ${base.size} entries that this agent saw and that it says were kept`)
  return { restored: { from: BigInt(from), to: BigInt(to), index, leaf: leafText, entry } }
}

function continues(base: WitnessedTree, next: WitnessedTree, proof: readonly string[]): boolean {
  return verifyConsistency({
    from: base.size,
    to: next.size,
    fromRoot: bytes(base.root),
    toRoot: bytes(next.root),
    proof: proof.map(bytes),
  }).ok
}

function no(why: string): CheckpointRefusal {
  return { cause: 'bad_declaration', why: `The hub says that it was restored, but ${why}.` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

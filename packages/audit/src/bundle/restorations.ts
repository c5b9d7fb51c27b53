import { base64 } from '../crypto/text.ts'
import type { Frontier } from '../merkle/frontier.ts'
import type { BundleSource } from './bundle-source.ts'
import type { SignedCheckpoint } from './checkpoint-reader.ts'
import type { Finding, Remark } from './findings.ts'
import { entryDigests } from './leaf-digests.ts'
import { QuickTree } from './quick-tree.ts'

/** A loss two administrators declared: the log had `to` entries, a backup brought it back to `from`. */
export interface Restoration {
  readonly index: number
  readonly from: number
  readonly to: number
  /** Of the log of `from` entries, base64. */
  readonly root: string
  /** Trees somebody had seen and that are lost. */
  readonly lost: readonly { readonly size: number; readonly root: string }[]
}

export function readRestoration(index: number, after: unknown): Restoration | undefined {
  const { from, to, root, lost = [] } = fields(after)
  const [start, end] = [Number(from), Number(to)]
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start >= end || start > index) return undefined
  if (typeof root !== 'string' || !Array.isArray(lost)) return undefined
  const trees = (lost as unknown[]).map(fields).map((tree) => ({ size: Number(tree.size), root: String(tree.root) }))
  return { index, from: start, to: end, root, lost: trees }
}

export function describeRestoration({ index, from, to }: Restoration): Remark {
  return {
    kind: 'restored',
    index,
    text: `Restored from ${from} to ${to}: entry ${index} declares that a backup lost the entries ${from} to ${to - 1}, and that the log went on from ${from}.`,
  }
}

/**
 * Whether the loss explains a tree that somebody kept and that is not here. Above the declaration's own place a tree may be of
 * either branch: only one that was named is surely of the lost one.
 */
export function explains({ index, from, to, lost }: Restoration, { size, root }: SignedCheckpoint): boolean {
  if (size <= from || size > to) return false
  return size <= index || lost.some((tree) => tree.size === size && tree.root === base64(root))
}

/**
 * Holds what declarations say was kept against the entries. A declaration stands behind what it tells of, so they are hashed once
 * more, up to the last size that is asked for.
 */
export async function judgeRestorations(
  source: BundleSource,
  frontier: Frontier,
  restorations: readonly Restoration[],
): Promise<{ readonly findings: readonly Finding[]; readonly remarks: readonly Remark[] }> {
  const tree = new QuickTree(frontier)
  const before = restorations.filter(({ from }) => from < tree.size)
  const asked = restorations.filter(({ from }) => from >= tree.size).toSorted((left, right) => left.from - right.from)
  const findings: Finding[] = []
  let next = 0
  const hold = () => {
    for (let one = asked[next]; one !== undefined && one.from === tree.size; one = asked[next]) {
      if (one.root !== base64(tree.root())) findings.push(describeWrongRoot(one))
      next += 1
    }
  }
  hold()
  if (next < asked.length)
    reading: for await (const digests of entryDigests(source))
      for (let at = 0; at < digests.length; at += 32) {
        tree.append(digests.slice(at, at + 32))
        hold()
        if (next >= asked.length) break reading
      }
  const remarks = before.map(({ index, from }): Remark => {
    const text = `What entry ${index} declares to have been kept, ${from} entries, lies before this bundle: its root was not compared.`
    return { kind: 'not_included', index, text }
  })
  return { findings, remarks }
}

function describeWrongRoot({ index, from }: Restoration): Finding {
  return {
    kind: 'inconsistent',
    index,
    text: `Entry ${index} declares a loss, and the ${from} entries it says were kept are not the first ${from} entries of this log: they have another root.`,
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

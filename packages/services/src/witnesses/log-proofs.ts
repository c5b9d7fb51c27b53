import { EMPTY_ROOT, rootWithin, subtreesFromTiles } from '@counterfoil/audit'
import { proveConsistency, proveInclusion, tileReader } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { keepAnswers } from './kept-answers.ts'
import type { ShownCheckpoint } from './shown-checkpoint.ts'

type Under = Pick<ShownCheckpoint, 'size' | 'root'>

/** Proofs under a checkpoint, as base64, each computed once for however many agents. */
export interface LogProofs {
  /** The root of the first `size` entries. */
  rootAt(size: bigint, under: Under): Promise<string>
  consistency(from: bigint, under: Under): Promise<readonly string[]>
  inclusion(index: bigint, under: Under): Promise<readonly string[]>
}

const MOST_KEPT = 4_096

export function createLogProofs({ pool }: Pick<ServiceContext, 'pool'>): LogProofs {
  const roots = keepAnswers<string>(MOST_KEPT)
  const proofs = keepAnswers<readonly string[]>(MOST_KEPT)
  const read = subtreesFromTiles(tileReader(pool))
  return {
    // The checkpoint's root is part of each key: a database that was put back is another tree of the same size.
    rootAt: (size, under) =>
      roots.of(`${size} ${under.root}`, async () => text(size === 0n ? EMPTY_ROOT : await rootWithin(read, 0n, size))),
    consistency: (from, { size, root }) =>
      proofs.of(`${from} ${size} ${root}`, async () => (await proveConsistency({ pool }, from, size)).map(text)),
    inclusion: (index, { size, root }) =>
      proofs.of(`at ${index} ${size} ${root}`, async () => (await proveInclusion({ pool }, index, size)).map(text)),
  }
}

function text(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64')
}

import { consistencyProof, inclusionProof, subtreesFromTiles } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { tileReader } from './read-tree.ts'

/** That one place is in the log of so many entries: the hashes that lead from it to the root. */
export function proveInclusion({ pool }: Pick<ServiceContext, 'pool'>, index: bigint, size: bigint): Promise<Uint8Array[]> {
  return inclusionProof(subtreesFromTiles(tileReader(pool)), index, size)
}

/** That the log of `from` entries is the beginning of that of `to`. */
export function proveConsistency({ pool }: Pick<ServiceContext, 'pool'>, from: bigint, to: bigint): Promise<Uint8Array[]> {
  return consistencyProof(subtreesFromTiles(tileReader(pool)), from, to)
}

import { createHash } from 'node:crypto'
import {
  appendLeaves,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
  rootOf,
  TILE_WIDTH,
  verifyInclusion,
} from '@counterfoil/audit'
import { createPool } from '@counterfoil/db'
import { completeTiles, proveInclusion } from '@counterfoil/services/audit'
import { percentile, round } from '../statistics.ts'
import type { ThrowawayPostgres } from '../throwaway-postgres.ts'
import { withContext } from '../with-context.ts'

export interface ProofCost {
  readonly entries: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const BLOCK = 256 * TILE_WIDTH
const PROOFS = 300

/** Fills a log with leaves alone, its tiles as the sequencer writes them, and proves places all over it; each proof is checked. */
export async function measureProof(postgres: ThrowawayPostgres, entries: number): Promise<ProofCost> {
  const copy = await postgres.copy('proofs')
  try {
    return await withContext(copy.url, async (ctx) => {
      const tree = await fillLog(copy.url, entries)
      await ctx.pool.query('analyze audit_leaf, audit_tile')
      const root = rootOf(tree)
      const tookMs: number[] = []
      for (let nth = 0; nth < PROOFS; nth += 1) {
        const index = BigInt(Math.floor(((nth + 0.5) * entries) / PROOFS))
        const began = performance.now()
        const proof = await proveInclusion(ctx, index, tree.size)
        tookMs.push(performance.now() - began)
        const verdict = verifyInclusion({ index, size: tree.size, leaf: leafOf(Number(index)), root, proof })
        if (!verdict.ok) throw new Error(`the proof of ${index} does not hold`)
      }
      return { entries, p50Ms: round(percentile(tookMs, 0.5), 2), p99Ms: round(percentile(tookMs, 0.99), 2) }
    })
  } finally {
    await copy.drop()
  }
}

function leafOf(nth: number): Buffer {
  return createHash('sha256').update(`leaf ${nth}`).digest()
}

async function fillLog(url: string, entries: number): Promise<Frontier> {
  const client = createPool({ url, role: 'owner', max: 1 })
  try {
    // Leaves stand for entries that are not there: only the tree is measured.
    await client.query('alter table audit_leaf drop constraint audit_leaf_entry_id_fkey')
    let tree = emptyFrontier()
    // The roots of full tiles by level, which the next level is made of; blocks end on a tile's edge, so no leaf is asked for.
    const roots: Uint8Array[][] = []
    const read = async (level: number, from: bigint, to: bigint) => roots[level - 1]?.slice(Number(from), Number(to)) ?? []
    for (let from = 0; from < entries; from += BLOCK) {
      const hashes = Array.from({ length: Math.min(BLOCK, entries - from) }, (_, nth) => leafOf(from + nth))
      const tiles = await completeTiles(tree.size, hashes, read)
      for (const { level, root } of tiles) roots[level] = [...(roots[level] ?? []), root]
      await client.query(
        `with leaves as (
           insert into audit_leaf (idx, entry_id, hash)
           select $1::int8 + nth - 1, gen_random_uuid(), hash from unnest($2::bytea[]) with ordinality u (hash, nth))
         insert into audit_tile (level, tile, hashes, root) select * from unnest($3::int4[], $4::int8[], $5::bytea[], $6::bytea[])`,
        [
          from,
          hashes,
          tiles.map(({ level }) => level),
          tiles.map(({ tile }) => tile),
          tiles.map((tile) => Buffer.from(tile.hashes)),
          tiles.map(({ root }) => Buffer.from(root)),
        ],
      )
      tree = appendLeaves(tree, hashes)
    }
    await client.query('update audit_tree set size = $1, frontier = $2', [tree.size, encodeFrontier(tree)])
    return tree
  } finally {
    await client.end()
  }
}

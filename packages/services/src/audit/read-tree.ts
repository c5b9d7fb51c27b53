import { decodeFrontier, emptyFrontier, type Frontier, type ReadTileHashes, TILE_WIDTH } from '@counterfoil/audit'
import type pg from 'pg'

export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

/** The log as it is now. */
export async function readTree(client: Queryable): Promise<Frontier> {
  const { rows } = await client.query<{ size: string; frontier: Buffer }>(
    'select size::text, frontier from audit_tree where id = 1',
  )
  const [row] = rows
  return row === undefined ? emptyFrontier() : decodeFrontier(BigInt(row.size), row.frontier)
}

/** Hashes [from, to) of a tile level that stands in the database. */
export async function readLevel(client: Queryable, level: number, from: bigint, to: bigint): Promise<Buffer[]> {
  if (from === to) return []
  const { rows } =
    level === 0
      ? await client.query<{ hash: Buffer }>('select hash from audit_leaf where idx >= $1 and idx < $2 order by idx', [from, to])
      : await client.query<{ hash: Buffer }>(
          'select root as hash from audit_tile where level = $1 and tile >= $2 and tile < $3 order by tile',
          [level - 1, from, to],
        )
  if (rows.length !== Number(to - from))
    throw new Error(`the log lacks hashes of level ${level}: ${rows.length} of those from ${from} to ${to}`)
  return rows.map(({ hash }) => hash)
}

/** What proofs read by. Tiles keep what they hold as it was signed; only the youngest, unfinished one is read from the leaves. */
export function tileReader(client: Queryable): ReadTileHashes {
  return async (level, from, count) => {
    if (level === 0) {
      const width = BigInt(TILE_WIDTH)
      const { rows } = await client.query<{ part: Buffer }>(
        'select substring(hashes from $2 for $3) as part from audit_tile where level = 0 and tile = $1',
        [from / width, Number(from % width) * 32 + 1, count * 32],
      )
      if (rows[0] !== undefined) return rows[0].part
    }
    return Buffer.concat(await readLevel(client, level, from, from + BigInt(count)))
  }
}

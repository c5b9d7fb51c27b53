import type pg from 'pg'
import type { Difference, DifferentRow } from './changes.ts'
import { SETTLEMENT_LINE_MARK, SETTLEMENT_LINE_WORDS, staysByMark } from './compare-files.ts'
import type { Overlap } from './find-overlaps.ts'
import type { Judgement } from './judge-reading.ts'

/** What becomes of the batches of a file that earlier files have told of. */
export interface BatchJudgement {
  /** The earlier one has the same rows and goes on counting. */
  readonly copies: readonly { readonly gone: number; readonly by: number }[]
  /** The earlier one has other rows: this one takes its place. */
  readonly corrections: readonly { readonly gone: number; readonly by: number }[]
  /** The earlier file that is replaced whole. */
  readonly supersedes: number | null
  /** Files that are other parts of the same batches: their rows go on counting beside these. */
  readonly beside: readonly number[]
  /** Those whose batches are said again. */
  readonly earlierFiles: readonly number[]
  readonly difference: Difference | null
}

/** A batch of the file and one that an earlier file has told of. */
interface Pair {
  readonly by: number
  readonly gone: number
  readonly earlierFile: number
  readonly same: boolean
  /** Rows of the earlier one that stand in this one too, if with other amounts. */
  readonly shared: number
  readonly all: number
}

export interface BatchesToCompare extends Pick<Judgement, 'overlaps' | 'sameScope'> {
  /** Of the payouts of the file. */
  readonly ids: readonly number[]
  /** A person has said that it is a second part: nothing of the earlier ones goes. */
  readonly isPart: boolean
}

const SHOWN = 50
/** All that a row says, and not where it stands. */
const WHOLE = `row(l.kind, l.type, l.method, l.store_code, l.terminal, l.acquirer_reference, l.merchant_reference, l.retrieval_reference,
  l.original_reference, l.authorisation_code, l.trace, l.terminal_batch, l.card, l.happened_at, l.sales_day, l.gross, l.gross_currency, l.fees, l.net, l.text)::text`

const ALONE = `with asked as (select * from unnest($1::int8[], $2::int8[]) a(here, there)),
  row as (
    select a.here, a.there, 'there' as side, l.position, l.line, l.kind, ${SETTLEMENT_LINE_MARK} as mark, ${SETTLEMENT_LINE_WORDS} as what, ${WHOLE} as whole
    from asked a join payout p on p.id = a.there
    join settlement_line l on l.file_id = p.file_id
      and (l.acquirer, l.merchant_account, l.currency, l.batch) = (p.acquirer, p.merchant_account, p.currency, p.batch)
    union all select a.here, a.there, 'here', l.position, l.line, l.kind, ${SETTLEMENT_LINE_MARK}, ${SETTLEMENT_LINE_WORDS}, ${WHOLE}
    from asked a join settlement_line l on l.payout_id = a.here),
  numbered as (select *, row_number() over (partition by here, there, side, whole order by position) as nth from row),
  compared as (select *, count(*) over (partition by here, there, whole, nth) as sides from numbered),
  alone as (select *, ${staysByMark('here, there, ')} as stays from compared)`

/** Judges batch by batch, in the transaction that has just written the rows. */
export async function compareBatches(
  client: Pick<pg.PoolClient, 'query'>,
  { overlaps, sameScope, ids, isPart }: BatchesToCompare,
): Promise<BatchJudgement> {
  const pairs = await readPairs(client, overlaps, ids)
  const supersedes = findWhole(sameScope, pairs)
  const others = pairs.filter(({ earlierFile }) => isPart || earlierFile !== supersedes)
  const copies = new Map(others.filter(({ same }) => same).map((pair) => [pair.by, pair]))
  const differing = others.filter(({ by }) => !copies.has(by))
  // Where two parts count, the one that has most of its rows here is what this one corrects; the other is not touched.
  const best = new Map<number, number>()
  for (const pair of pairs) best.set(pair.by, Math.max(best.get(pair.by) ?? 0, likeness(pair)))
  const corrections = differing.filter((pair) => pair.earlierFile !== supersedes && likeness(pair) === best.get(pair.by))
  const stay = isPart ? differing : differing.filter((pair) => !corrections.includes(pair))
  const mostStays = corrections.every(({ shared, all }) => shared * 2 > all || all === 0)
  return {
    copies: [...copies.values()].map(({ by, gone }) => ({ gone: by, by: gone })),
    corrections: isPart ? [] : corrections.map(({ gone, by }) => ({ gone, by })),
    supersedes,
    beside: filesOf(stay),
    earlierFiles: filesOf([...copies.values()]),
    difference: await tellDifference(client, corrections, mostStays),
  }
}

const filesOf = (pairs: readonly Pair[]): number[] =>
  [...new Set(pairs.map(({ earlierFile }) => earlierFile))].sort((a, b) => a - b)

/** Whether most of an earlier part stands in this file, some of it, or nothing. */
const likeness = ({ shared, all }: Pick<Pair, 'shared' | 'all'>): number => (shared * 2 > all ? 2 : shared > 0 ? 1 : 0)

/** Of several parts about the very same the one that is most like this one, and of those the newest. */
function findWhole(sameScope: readonly number[], pairs: readonly Pair[]): number | null {
  const likenessOf = (id: number): number => {
    const mine = pairs.filter(({ earlierFile }) => earlierFile === id)
    const sum = (read: 'shared' | 'all') => mine.reduce((total, pair) => total + pair[read], 0)
    return likeness({ shared: sum('shared'), all: sum('all') })
  }
  const [newest, ...others] = sameScope
  if (newest === undefined) return null
  return others.reduce((found, id) => (likenessOf(id) > likenessOf(found) ? id : found), newest)
}

async function readPairs(
  client: Pick<pg.PoolClient, 'query'>,
  overlaps: readonly Overlap[],
  ids: readonly number[],
): Promise<Pair[]> {
  const pairs = overlaps.flatMap(({ payout, earlier, earlierFile }) => {
    const by = ids[payout]
    return by === undefined ? [] : [{ by, gone: earlier, earlierFile }]
  })
  if (pairs.length === 0) return []
  const { rows } = await client.query<{ here: number; there: number; alone: number; both: number; all: number }>(
    `${ALONE} select here::float8 as here, there::float8 as there, (count(*) filter (where sides = 1))::int4 as alone,
       (count(*) filter (where (sides = 2 or stays) and side = 'there' and kind <> 'payout'))::int4 as both,
       (count(*) filter (where side = 'there' and kind <> 'payout'))::int4 as all from alone group by 1, 2`,
    [pairs.map(({ by }) => by), pairs.map(({ gone }) => gone)],
  )
  const countsOf = new Map(rows.map((row) => [`${row.here} ${row.there}`, row]))
  return pairs.map((pair) => {
    const counts = countsOf.get(`${pair.by} ${pair.gone}`)
    return { ...pair, same: counts?.alone === 0, shared: counts?.both ?? 0, all: counts?.all ?? 0 }
  })
}

async function tellDifference(
  client: Pick<pg.PoolClient, 'query'>,
  corrections: readonly { readonly gone: number; readonly by: number; readonly earlierFile: number }[],
  mostStays: boolean,
): Promise<Difference | null> {
  const fileId = corrections[0]?.earlierFile
  if (fileId === undefined) return null
  const { rows } = await client.query<DifferentRow & { side: 'there' | 'here'; total: number }>(
    `${ALONE}, ranked as (select side, position, line, what, count(*) over (partition by side)::int4 as total,
       row_number() over (partition by side order by position) as shown from alone where sides = 1)
     select side, position, line, left(what, 300) as what, total from ranked where shown <= $3 order by side, position`,
    [corrections.map(({ by }) => by), corrections.map(({ gone }) => gone), SHOWN],
  )
  const sideOf = (side: 'there' | 'here') => rows.filter((row) => row.side === side)
  const shown = (side: 'there' | 'here') => sideOf(side).map(({ position, line, what }) => ({ position, line, what }))
  return {
    fileId,
    onlyThere: sideOf('there')[0]?.total ?? 0,
    onlyHere: sideOf('here')[0]?.total ?? 0,
    mostStays,
    there: shown('there'),
    here: shown('here'),
  }
}

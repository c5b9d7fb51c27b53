import type pg from 'pg'
import type { Difference, DifferentRow } from './changes.ts'
import { SETTLEMENT_LINE_MARK, SETTLEMENT_LINE_WORDS, staysByMark } from './compare-files.ts'
import type { Overlap } from './find-overlaps.ts'

/** What becomes of the batches of a file that earlier files have told of. */
export interface BatchJudgement {
  /** The earlier one has the same rows and goes on counting. */
  readonly copies: readonly { readonly gone: number; readonly by: number }[]
  /** The earlier one has other rows: this one takes its place. */
  readonly corrections: readonly { readonly gone: number; readonly by: number }[]
  readonly earlierFiles: readonly number[]
  readonly difference: Difference | null
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

/** Judges batch by batch, in the transaction that has just written the rows; `ids`: of the payouts of the file. */
export async function compareBatches(
  client: Pick<pg.PoolClient, 'query'>,
  overlaps: readonly Overlap[],
  ids: readonly number[],
): Promise<BatchJudgement> {
  const pairs = overlaps.flatMap(({ payout, earlier, earlierFile }) => {
    const by = ids[payout]
    return by === undefined ? [] : [{ by, gone: earlier, earlierFile }]
  })
  if (pairs.length === 0) return { copies: [], corrections: [], earlierFiles: [], difference: null }
  const { rows } = await client.query<{ here: number; there: number; alone: number; both: number; all: number }>(
    `${ALONE} select here::float8 as here, there::float8 as there, (count(*) filter (where sides = 1))::int4 as alone,
       (count(*) filter (where (sides = 2 or stays) and side = 'there' and kind <> 'payout'))::int4 as both,
       (count(*) filter (where side = 'there' and kind <> 'payout'))::int4 as all from alone group by 1, 2`,
    [pairs.map(({ by }) => by), pairs.map(({ gone }) => gone)],
  )
  const countsOf = new Map(rows.map((row) => [`${row.here} ${row.there}`, row]))
  const judged = pairs.map((pair) => ({ ...pair, counts: countsOf.get(`${pair.by} ${pair.gone}`) }))
  const same = new Map(judged.filter(({ counts }) => counts?.alone === 0).map(({ by, gone }) => [by, gone]))
  const corrections = judged.filter(({ by }) => !same.has(by))
  const mostStays = corrections.every(({ counts: { both, all } = { both: 0, all: 0 } }) => both * 2 > all || all === 0)
  return {
    copies: [...same].map(([by, gone]) => ({ gone: by, by: gone })),
    corrections: corrections.map(({ gone, by }) => ({ gone, by })),
    earlierFiles: [...new Set(judged.map(({ earlierFile }) => earlierFile))],
    difference: await tellDifference(client, corrections, mostStays),
  }
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

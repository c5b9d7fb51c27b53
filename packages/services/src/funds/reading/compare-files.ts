import type pg from 'pg'
import type { Difference, DifferentRow } from './changes.ts'

const SHOWN = 50

/** What a row of an acquirer says, as people are shown it. */
export const SETTLEMENT_LINE_WORDS = `concat_ws(' ', l.kind, l.type, l.batch, l.store_code, l.terminal, l.acquirer_reference, l.merchant_reference,
  l.gross, l.fees, l.net, l.currency, l.happened_at, l.authorisation_code, l.card)`
/** By what a row stays the same row though its amount is corrected. */
export const SETTLEMENT_LINE_MARK = `l.kind || ' ' || coalesce(l.acquirer_reference, l.merchant_reference)`
/** Rows of an acquirer, and of a bank; their places may move in a corrected file. A payout's row says the same of each part. */
const LINES = `select l.position, l.line, l.kind <> 'payout' as counts, ${SETTLEMENT_LINE_MARK} as mark, ${SETTLEMENT_LINE_WORDS} as what from settlement_line l where l.file_id = $1
  union all select b.position, b.line, true, null, concat_ws(' ', b.booked_on, b.amount, b.currency, b.booked, b.text, b.bank_reference) from bank_line b where b.file_id = $1`
const of = (file: string): string => LINES.replaceAll('$1', file)

/** Rows of each of two files that the other one has not, in the transaction that has just written the second. */
export async function compareFiles(client: Pick<pg.PoolClient, 'query'>, there: number, here: number): Promise<Difference> {
  const { rows: told } = await client.query<DifferentRow & { side: 'there' | 'here' | 'both'; total: number }>(
    `with there as (${of('$1')}), here as (${of('$2')}),
     numbered as (
       select 'there' as side, position, line, counts, mark, what, row_number() over (partition by what order by position) as nth from there
       union all select 'here', position, line, counts, mark, what, row_number() over (partition by what order by position) from here),
     alone as (select *, count(*) over (partition by what, nth) as sides,
       mark is not null and count(*) filter (where side = 'here') over (partition by mark) > 0 as stays from numbered),
     ranked as (select side, position, line, what, count(*) over (partition by side)::int4 as total,
       row_number() over (partition by side order by position) as shown from alone where sides = 1)
     select 'both' as side, (count(*) filter (where sides = 2 or stays))::int4 as position, 0 as line, '' as what, count(*)::int4 as total
       from alone where side = 'there' and counts
     union all (select side, position, line, left(what, 300) as what, total from ranked where shown <= $3 order by side, position)`,
    [there, here, SHOWN],
  )
  const both = told.find(({ side }) => side === 'both')
  const rows = told.filter(({ side }) => side !== 'both')
  const sideOf = (side: 'there' | 'here') => rows.filter((row) => row.side === side)
  const shown = (side: 'there' | 'here') => sideOf(side).map(({ position, line, what }) => ({ position, line, what }))
  return {
    fileId: there,
    onlyThere: sideOf('there')[0]?.total ?? 0,
    onlyHere: sideOf('here')[0]?.total ?? 0,
    mostStays: both === undefined || both.total === 0 || both.position * 2 > both.total,
    there: shown('there'),
    here: shown('here'),
  }
}

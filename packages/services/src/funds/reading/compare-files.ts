import type pg from 'pg'
import type { Difference, DifferentRow } from './changes.ts'

const SHOWN = 50

/** What a row of an acquirer says, as people are shown it. */
export const SETTLEMENT_LINE_WORDS = `concat_ws(' ', l.kind, l.type, l.batch, l.store_code, l.terminal, l.acquirer_reference, l.merchant_reference,
  l.gross, l.fees, l.net, l.currency, l.happened_at, l.authorisation_code, l.card)`
/** By what a row stays the same row though its amount is corrected. */
export const SETTLEMENT_LINE_MARK = `l.kind || ' ' || coalesce(l.acquirer_reference, l.merchant_reference)`
/** SQL condition over a row that stands in one file only: as many rows of the other have its mark as of this one before it. */
export const staysByMark = (within = ''): string =>
  `mark is not null and sides = 1 and row_number() over (partition by ${within}side, sides, mark order by position)
     <= count(*) filter (where side = 'here' and sides = 1) over (partition by ${within}mark)`
/** Rows of an acquirer, and of a bank; their places may move in a corrected file. A payout's row says the same of each part. */
const LINES = `select l.position, l.line, l.kind <> 'payout' as counts, row(l.merchant_account, l.currency, l.batch)::text as batch, ${SETTLEMENT_LINE_MARK} as mark, ${SETTLEMENT_LINE_WORDS} as what from settlement_line l where l.file_id = $1
  union all select b.position, b.line, true, '', null, concat_ws(' ', b.booked_on, b.amount, b.currency, b.booked, b.text, b.bank_reference) from bank_line b where b.file_id = $1`
const of = (file: string): string => LINES.replaceAll('$1', file)

/** Rows of each of two files that the other one has not, in the transaction that has just written the second. */
export async function compareFiles(client: Pick<pg.PoolClient, 'query'>, there: number, here: number): Promise<Difference> {
  const { rows: told } = await client.query<DifferentRow & { side: 'there' | 'here' | 'most'; total: number }>(
    `with there as (${of('$1')}), here as (${of('$2')}),
     numbered as (
       select 'there' as side, position, line, counts, batch, mark, what, row_number() over (partition by what order by position) as nth from there
       union all select 'here', position, line, counts, batch, mark, what, row_number() over (partition by what order by position) from here),
     alone as (select *, count(*) over (partition by what, nth) as sides from numbered),
     told as (select *, ${staysByMark()} as stays from alone),
     batch as (select (count(*) filter (where sides = 2 or stays)) * 2 > count(*) as stays from told where side = 'there' and counts group by batch),
     ranked as (select side, position, line, what, count(*) over (partition by side)::int4 as total,
       row_number() over (partition by side order by position) as shown from alone where sides = 1)
     select 'most' as side, coalesce(bool_and(stays), true)::int4 as position, 0 as line, '' as what, 0 as total from batch
     union all (select side, position, line, left(what, 300) as what, total from ranked where shown <= $3 order by side, position)`,
    [there, here, SHOWN],
  )
  const rows = told.filter(({ side }) => side !== 'most')
  const sideOf = (side: 'there' | 'here') => rows.filter((row) => row.side === side)
  const shown = (side: 'there' | 'here') => sideOf(side).map(({ position, line, what }) => ({ position, line, what }))
  return {
    fileId: there,
    onlyThere: sideOf('there')[0]?.total ?? 0,
    onlyHere: sideOf('here')[0]?.total ?? 0,
    mostStays: told.find(({ side }) => side === 'most')?.position !== 0,
    there: shown('there'),
    here: shown('here'),
  }
}

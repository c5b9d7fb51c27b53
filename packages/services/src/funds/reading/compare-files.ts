import type pg from 'pg'
import type { Difference, DifferentRow } from './changes.ts'

const SHOWN = 50

/** What rows of an acquirer, and of a bank, say; their places may move in a corrected file. */
const LINES = `select l.position, l.line, concat_ws(' ', l.kind, l.type, l.batch, l.store_code, l.terminal, l.acquirer_reference, l.merchant_reference,
  l.gross, l.fees, l.net, l.currency, l.happened_at, l.authorisation_code, l.card) as what from settlement_line l where l.file_id = $1
  union all select b.position, b.line, concat_ws(' ', b.booked_on, b.amount, b.currency, b.booked, b.text, b.bank_reference) from bank_line b where b.file_id = $1`
const of = (file: string): string => LINES.replaceAll('$1', file)

/** Rows of each of two files that the other one has not, in the transaction that has just written the second. */
export async function compareFiles(client: Pick<pg.PoolClient, 'query'>, there: number, here: number): Promise<Difference> {
  const { rows } = await client.query<DifferentRow & { side: 'there' | 'here'; total: number }>(
    `with there as (${of('$1')}), here as (${of('$2')}),
     numbered as (
       select 'there' as side, position, line, what, row_number() over (partition by what order by position) as nth from there
       union all select 'here', position, line, what, row_number() over (partition by what order by position) from here),
     alone as (select *, count(*) over (partition by what, nth) as sides from numbered),
     ranked as (select side, position, line, what, count(*) over (partition by side)::int4 as total,
       row_number() over (partition by side order by position) as shown from alone where sides = 1)
     select side, position, line, left(what, 300) as what, total from ranked where shown <= $3 order by side, position`,
    [there, here, SHOWN],
  )
  const sideOf = (side: 'there' | 'here') => rows.filter((row) => row.side === side)
  const shown = (side: 'there' | 'here') => sideOf(side).map(({ position, line, what }) => ({ position, line, what }))
  return {
    fileId: there,
    onlyThere: sideOf('there')[0]?.total ?? 0,
    onlyHere: sideOf('here')[0]?.total ?? 0,
    there: shown('there'),
    here: shown('here'),
  }
}

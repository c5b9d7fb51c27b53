import { addDays } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { chainName } from './chain-name.ts'
import type { Completeness } from './read-completeness.ts'

/** Whether what a broken sum is about counts no more: a corrected file, batch or statement took its place. */
const ENDED = `case i.name
  when 'batch' then exists (select from payout p join funds_file f on f.id = p.file_id where p.id::text = i.about
    and (f.state <> 'imported' or p.replaced_by is not null))
  when 'bank_line' then exists (select from funds_file f where f.id::text = split_part(i.about, ':', 1) and f.state <> 'imported')
  when 'statement' then exists (select from bank_statement s join funds_file f on f.id = s.file_id
    where s.id::text = split_part(i.about, ' ', -1) and f.state <> 'imported')
  when 'statement_chain' then i.about = any ($1::text[])
    or exists (select from funds_file f where f.id::text = split_part(i.about, ' ', -1) and f.state <> 'imported')
  else false end`

/** Takes sums away that did not hold and that nobody can mend any more: what stands in their place has sums of its own. Gives how many. */
export async function dropEndedSums(
  client: pg.ClientBase,
  { repeated }: Pick<Completeness, 'repeated'>,
  standing: ReadonlySet<string>,
): Promise<number> {
  const gone = repeated
    .map(({ statement: { account, day, file } }) => chainName(account, addDays('1970-01-01', day), file, null))
    .filter((name) => !standing.has(name))
  const { rowCount } = await client.query(`delete from funds_identity i where not i.holds and ${ENDED}`, [gone])
  return rowCount ?? 0
}

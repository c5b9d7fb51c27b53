import type { ReadRows } from '../../read-rows.ts'

/** A sum that does not hold, with what it is about and the exception that somebody works on. */
export interface BrokenSum {
  readonly name: string
  /** As the run names it: a payout, an account with day and file, an acquirer with account and day. */
  readonly about: string
  /** What is left over, in major units of its currency. */
  readonly residue: string
  readonly payoutId: string | null
  readonly fileId: string | null
  readonly exceptionKey: string | null
}

/** More are a trouble of the whole chain, and none is looked at by itself. */
const SHOWN = 20

/** A batch is about its payout; a chain of balances breaks where a statement is missing before it. */
export const readBrokenSums = (rows: ReadRows) =>
  rows<BrokenSum>(
    `select i.name, i.about, i.residue::text as residue, case i.name when 'batch' then i.about end as "payoutId",
       case i.name when 'statement_chain' then split_part(i.about, ' ', -1) end as "fileId",
       (select e.key from funds_exception e left join bank_account b on b.id = e.bank_account_id
        where e.state in ('open', 'proposed') and case i.name
          when 'batch' then e.code = 'BATCH_DOES_NOT_TIE' and i.about = any (e.payouts::text[])
          when 'funds' then e.code = 'BATCH_DOES_NOT_TIE' and e.acquirer = split_part(i.about, ' ', 1)
            and e.currency = split_part(i.about, ' ', -2) and e.day::text = split_part(i.about, ' ', -1)
          when 'statement_chain' then e.code = 'FILE_MISSING' and b.number = split_part(i.about, ' ', 1)
            and e.day::text <= split_part(i.about, ' ', 2)
          else false end
        order by e.day desc, e.key limit 1) as "exceptionKey"
     from funds_identity i where not i.holds order by i.name, i.about limit ${SHOWN}`,
  )

import { dayNumber, type MatchBankLine, type MatchPayout } from '@counterfoil/settlement/funds'
import type pg from 'pg'

export interface RunPayout {
  readonly match: MatchPayout
  readonly id: number
  readonly fileId: number
  readonly merchantAccount: string
  readonly announcedOn: string
  /** What the acquirer calls it. */
  readonly batch: string
  /** Day number of the last sale in it. */
  readonly salesDay: number
  /** Without what came with it; null for what was written before that was kept. */
  readonly ownMinor: number | null
  /** Said by its file, which tells itself what was carried into it. */
  readonly announced: boolean
  readonly minimumMinor: number
  readonly carriedOver: boolean
  /** The payout it came with. */
  readonly carriedInto: number | null
  readonly net: string
  readonly lines: number
  readonly open: boolean
}

export interface RunBankLine extends MatchBankLine {
  readonly statementId: number
  readonly amount: string
  readonly open: boolean
}

/** Payouts since the horizon, what came with them, older ones nobody has seen arrive, and `also`. */
export async function readPayouts(client: pg.ClientBase, since: string, also: readonly number[]): Promise<RunPayout[]> {
  const { rows } = await client.query<{
    id: number
    fileId: number
    acquirer: string
    merchantAccount: string
    account: string | null
    currency: string
    amountMinor: number
    references: string[]
    announcedOn: string
    dueOn: string
    firstOn: string
    lastOn: string
    storeGroup: string | null
    batch: string
    salesDay: string
    ownMinor: number | null
    announced: boolean
    minimumMinor: number
    carriedOver: boolean
    carriedInto: number | null
    net: string
    lines: number
    open: boolean
  }>(
    `with seen as materialized (
       select p.id from payout p join funds_file f on f.id = p.file_id and f.state = 'imported'
       where (p.open or p.due_on >= $1::date or p.id = any ($2::int8[])) and p.replaced_by is null)
     select p.id::float8 as id, p.file_id::float8 as "fileId", p.acquirer, p.merchant_account as "merchantAccount", a.number as account, p.currency,
       p.amount_minor::float8 as "amountMinor", p.reference_texts as references, p.announced_on::text as "announcedOn",
       p.due_on::text as "dueOn", p.first_on::text as "firstOn", p.last_on::text as "lastOn", p.store_group as "storeGroup",
       p.carried_over as "carriedOver", p.net::text as net, p.line_count as lines, p.open, p.batch,
       coalesce(p.sales_day, p.announced_on)::text as "salesDay", p.own_minor::float8 as "ownMinor", p.announced,
       p.minimum_minor::float8 as "minimumMinor", p.carried_into::float8 as "carriedInto"
     from payout p join funds_file f on f.id = p.file_id and f.state = 'imported' left join bank_account a on a.id = p.bank_account_id
     where p.id in (select id from seen union select c.id from payout c join seen s on s.id = c.carried_into where c.replaced_by is null) order by p.id`,
    [since, also],
  )
  return rows.map(
    ({ id, fileId, merchantAccount, account, announcedOn, dueOn, firstOn, lastOn, carriedOver, carriedInto, ...told }) => {
      const { net, lines, open, batch, salesDay, ownMinor, announced, minimumMinor, ...row } = told
      return {
        ...{
          id,
          fileId,
          merchantAccount,
          announcedOn,
          carriedOver,
          carriedInto,
          net,
          lines,
          open,
          batch,
          ownMinor,
          announced,
          minimumMinor,
        },
        salesDay: dayNumber(salesDay),
        match: {
          ...row,
          id: String(id),
          account: account ?? '',
          dueDay: dayNumber(dueOn),
          firstDay: dayNumber(firstOn),
          lastDay: dayNumber(lastOn),
        },
      }
    },
  )
}

/** Entries since the horizon, booked and told during the day, but for those of statements that are told again. */
export async function readBankLines(client: pg.ClientBase, since: string, repeated: ReadonlySet<number>): Promise<RunBankLine[]> {
  const { rows } = await client.query<Omit<RunBankLine, 'bookingDay'> & { bookedOn: string }>(
    `select b.file_id || ':' || b.position as id, b.file_id::float8 as file, b.position, a.number as account, b.currency,
       b.amount_minor::float8 as "amountMinor", b.amount::text as amount, b.booked_on::text as "bookedOn", b.booked, b.text,
       b.bank_reference as "bankReference", b.statement_id::float8 as "statementId", b.open
     from bank_line b join funds_file f on f.id = b.file_id and f.state = 'imported' join bank_account a on a.id = b.bank_account_id
     where b.booked_on >= $1::date and not exists (select from bank_statement s where s.id = b.statement_id and s.kind = 'notice')
     order by b.file_id, b.position`,
    [since],
  )
  const first = rows.filter(({ statementId }) => !repeated.has(statementId))
  return first.map(({ bookedOn, ...row }) => ({ ...row, bookingDay: dayNumber(bookedOn) }))
}

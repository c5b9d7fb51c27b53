import type { ServiceContext } from '../../context.ts'

export interface ListedSource {
  readonly id: number
  readonly name: string
  readonly kind: 'acquirer' | 'bank'
  readonly acquirer: string | null
  readonly merchantAccount: string | null
  readonly account: string | null
  readonly format: string | null
  readonly mapping: string | null
  readonly calendars: readonly string[]
  readonly dueAfterDays: number
  readonly dueMinute: number
  readonly timeZone: string
  readonly activeFrom: string
  readonly activeTo: string | null
}

export async function listSources({ pool }: Pick<ServiceContext, 'pool'>): Promise<ListedSource[]> {
  const { rows } = await pool.query<ListedSource>(
    `select s.id, s.name, s.kind, s.acquirer, s.merchant_account as "merchantAccount", a.number as account, s.format,
       s.mapping_id as mapping, s.calendars, s.due_after_days as "dueAfterDays", s.due_minute as "dueMinute",
       s.time_zone as "timeZone", s.active_from::text as "activeFrom", s.active_to::text as "activeTo"
     from funds_source s left join bank_account a on a.id = s.bank_account_id order by s.name`,
  )
  return rows
}

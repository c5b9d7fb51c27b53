import type pg from 'pg'

/** Money that people gave up, and what somebody has thought better of since. */
export interface WrittenOff {
  readonly payments: ReadonlySet<string>
  readonly payouts: ReadonlySet<number>
  readonly again: { readonly payments: readonly string[]; readonly payouts: readonly number[] }
}

/** Only of what did not come at all: a fee or a difference that somebody lets go does not give up the payment. */
const GIVEN_UP = `('MISSING_IN_SETTLEMENT', 'MISSING_IN_BANK')`

export async function readWrittenOff(client: pg.ClientBase): Promise<WrittenOff> {
  const { rows } = await client.query<{ resolved: boolean; payments: string[]; payouts: string[] }>(
    `select e.state = 'resolved' as resolved, e.payments::text[] as payments, e.payouts::text[] as payouts
     from (select distinct key from funds_exception_act where resolution = 'written_off') w
     join funds_exception e on e.key = w.key and e.code in ${GIVEN_UP}
     join lateral (select act, resolution from funds_exception_act a where a.key = e.key and a.act in ('resolve', 'approve', 'reopen')
       order by a.at desc, a.id desc limit 1) last on last.act = 'reopen' or last.resolution = 'written_off'
     where e.state <> 'closed'`,
  )
  const gone = rows.filter(({ resolved }) => resolved)
  const again = rows.filter(({ resolved }) => !resolved)
  return {
    payments: new Set(gone.flatMap(({ payments }) => payments)),
    payouts: new Set(gone.flatMap(({ payouts }) => payouts.map(Number))),
    again: {
      payments: again.flatMap(({ payments }) => payments),
      payouts: again.flatMap(({ payouts }) => payouts.map(Number)),
    },
  }
}

import { type CannotSay, type Expectation, type FundsStatus, formatDecimal } from '@counterfoil/settlement/funds'
import type pg from 'pg'

type Told = Extract<Expectation, { ok: true }>

interface Common {
  readonly storeId: number
  readonly openedOn: string
  readonly id: string
  /** null: a run has said more already and says it again. */
  readonly status: FundsStatus | null
  readonly open: boolean
}

export type FilledExpectation =
  | (Common & {
      readonly told: true
      readonly acquirer: string
      readonly merchantAccount: string
      readonly expected: Told
      readonly calendars: Readonly<Record<string, number>>
    })
  | (Common & {
      readonly told: false
      readonly why: CannotSay | { readonly kind: 'no_route' | 'no_currency'; readonly currency: string }
      readonly acquirer?: string
      readonly merchantAccount?: string
    })

const COLUMNS = {
  store_id: 'int4',
  opened_on: 'date',
  payment_id: 'uuid',
  state: 'text',
  not_told: 'jsonb',
  acquirer: 'text',
  merchant_account: 'text',
  contract_id: 'text',
  contract_version: 'int4',
  calendars: 'jsonb',
  gross: 'numeric',
  fee: 'numeric',
  net: 'numeric',
  sales_day: 'date',
  payout_on: 'date',
  due_on: 'date',
  late_after: 'date',
  missing_after: 'date',
  file_due: 'date',
  position: 'text',
  exits: 'text',
  health: 'text',
  open: 'bool',
} as const
type Row = Readonly<Record<keyof typeof COLUMNS, string | number | boolean | null>>

const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
const KEY = new Set(['store_id', 'opened_on', 'payment_id'])
/** What a run says better is kept where it has said it. */
const OF_STATUS = new Set(['position', 'exits', 'health'])
const sets = names
  .filter((name) => !KEY.has(name))
  .map((name) => {
    if (name === 'exits') return `exits = case when u.exits is null then f.exits else string_to_array(u.exits, ',') end`
    return OF_STATUS.has(name) ? `${name} = coalesce(u.${name}, f.${name})` : `${name} = u.${name}`
  })
const STATEMENT = `update funds_payment f set ${sets.join(', ')}
  from unnest(${names.map((name, at) => `$${at + 1}::${COLUMNS[name]}[]`).join(', ')}) u(${names.join(', ')})
  where f.store_id = u.store_id and f.opened_on = u.opened_on and f.payment_id = u.payment_id`

/** All of them in one statement. */
export async function fillExpectations(client: pg.ClientBase, filled: readonly FilledExpectation[]): Promise<void> {
  const rows = filled.map(rowOf)
  await client.query({
    name: 'fill-expectations',
    text: STATEMENT,
    values: names.map((name) => rows.map((row) => row[name])),
  })
}

function rowOf(one: FilledExpectation): Row {
  const { storeId, openedOn, id, status, open } = one
  const expected = one.told ? one.expected : null
  return {
    store_id: storeId,
    opened_on: openedOn,
    payment_id: id,
    state: one.told ? 'expected' : 'not_told',
    not_told: one.told ? null : JSON.stringify(one.why),
    acquirer: one.acquirer ?? null,
    merchant_account: one.merchantAccount ?? null,
    contract_id: expected?.contract ?? null,
    contract_version: expected?.contractVersion ?? null,
    calendars: one.told ? JSON.stringify(one.calendars) : null,
    gross: expected && formatDecimal(expected.gross),
    fee: expected && formatDecimal(expected.fee),
    net: expected && formatDecimal(expected.net),
    sales_day: expected?.salesDay ?? null,
    payout_on: expected?.payoutDay ?? null,
    due_on: expected?.arrivalDue ?? null,
    late_after: expected?.lateAfter ?? null,
    missing_after: expected?.missingAfter ?? null,
    file_due: expected?.fileDue ?? null,
    position: status?.position ?? null,
    exits: status?.exits.join(',') ?? null,
    health: status?.health ?? null,
    open,
  }
}

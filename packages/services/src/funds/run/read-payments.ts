import { civilDay, dayNumber, type FeeTraits, type MatchPayment } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { HAPPENED_AT } from '../expectation/read-waiting.ts'
import { fetchRows, keepOnce } from './fetch-rows.ts'
import { REPLACED_LINES } from './read-held.ts'
import type { RunLine } from './read-lines.ts'

/** A payment as the matching sees it, with where its money was when the last run ended. */
export interface RunPayment {
  readonly match: MatchPayment
  readonly storeId: number
  readonly openedOn: string
  readonly traits: FeeTraits
  readonly due: { readonly lateAfter: string; readonly missingAfter: string; readonly fileDue: string } | null
  readonly refundedMinor: number
  /** Its terminal has closed its day since, and the acquirer has it. */
  readonly captured: boolean
  /** As the terminal told it. */
  readonly merchantNumber: string | null
  readonly held: HeldStatus | null
}

/** As it is written; null for one that was never taken and has no row. */
export interface HeldStatus {
  readonly position: string
  readonly exits: readonly string[]
  readonly health: string
  readonly settledMinor: number | null
  readonly settledFee: string | null
  readonly payoutId: number | null
  readonly arrivedOn: string | null
  readonly open: boolean
  readonly judged: boolean
}

interface Row extends Omit<HeldStatus, never> {
  id: string
  storeId: number
  openedOn: string
  acquirer: string
  merchantAccount: string
  currency: string
  kind: 'sale' | 'refund'
  outcome: string
  amountMinor: number
  terminalId: number
  tid: string | null
  scheme: string | null
  funding: string | null
  wallet: string | null
  salesDay: string
  happenedAtMs: number
  reference: string | null
  basket: string | null
  code: string | null
  trace: string | null
  receipt: string | null
  batch: string | null
  last4: string | null
  original: string | null
  lateAfter: string | null
  missingAfter: string | null
  fileDue: string | null
  expected: boolean
  merchantNumber: string | null
}

/** The date inside a UUIDv7: where its row is. */
const dateInId = (id: string): string =>
  `(to_timestamp(('x' || left(replace(${id}::text, '-', ''), 12))::bit(48)::int8 / 1000.0) at time zone 'UTC')::date`

/** Few payments have one, so it is looked up for each of those. */
const ORIGINAL = `case when f.kind = 'refund' and p.parent is not null then (select coalesce(o.retrieval_reference, o.basket) from payment o
  where o.store_id = p.store_id and o.id = p.parent and o.opened_on = ${dateInId('p.parent')}) end`

const SELECT = `select p.id, p.store_id as "storeId", p.opened_on::text as "openedOn", f.acquirer, f.merchant_account as "merchantAccount",
  p.currency, f.kind, p.merchant_number as "merchantNumber", p.outcome, f.amount_minor as "amountMinor", p.terminal_id as "terminalId", p.tid,
  p.scheme, p.funding, p.wallet, coalesce(f.sales_day, p.business_date)::text as "salesDay",
  round(date_part('epoch', ${HAPPENED_AT}) * 1000) as "happenedAtMs", p.retrieval_reference as reference, p.basket,
  p.authorisation_code as code, p.trace, p.receipt, p.terminal_batch as batch, p.last4, ${ORIGINAL} as original,
  f.late_after::text as "lateAfter", f.missing_after::text as "missingAfter", f.file_due::text as "fileDue",
  f.state = 'expected' as expected, f.position, f.exits, f.health,
  f.settled_minor as "settledMinor", f.settled_fee::text as "settledFee", f.payout_id as "payoutId",
  f.arrived_on::text as "arrivedOn", f.open, f.run_id is not null as judged`

/** What is still without a line, what may contradict a line, what is linked to lines a run looks at again, and `again`. */
export async function readPayments(
  client: pg.ClientBase,
  { today, lines, again }: { readonly today: string; readonly lines: readonly RunLine[]; readonly again: readonly string[] },
): Promise<RunPayment[]> {
  const { first, last, many } = await gather(client, oldestOpen(lines), again)
  if (first === null) return []
  const about = await readAbout(client, today, first)
  const payments: RunPayment[] = []
  const once = openOnce()
  // By three columns that say the same the planner expects one row, and would go through all others for each.
  await client.query(`select set_config('enable_nestloop', $1, true)`, [many ? 'off' : 'on'])
  await fetchRows<Row>(
    client,
    `${SELECT} from run_payment w
     join funds_payment f on f.store_id = w.store_id and f.opened_on = w.opened_on and f.payment_id = w.payment_id
     join payment p on p.store_id = w.store_id and p.opened_on = w.opened_on and p.id = w.payment_id
     where f.acquirer is not null and f.opened_on between $1 and $2 and p.opened_on between $1 and $2`,
    [first, last],
    (row) => payments.push(toPayment(row, about, once)),
  )
  await client.query(`select set_config('enable_nestloop', 'on', true)`)
  return payments
}

function oldestOpen(lines: readonly RunLine[]): string | null {
  let oldest = Number.POSITIVE_INFINITY
  for (const { open, salesDay } of lines) if (open && salesDay !== null && salesDay < oldest) oldest = salesDay
  return Number.isFinite(oldest) ? civilDay(oldest) : null
}

/** So many that their months are better read whole. */
const MANY = 20_000

/** Leaves in `run_payment` which they are. */
async function gather(client: pg.ClientBase, oldest: string | null, again: readonly string[]) {
  await client.query(
    `create temporary table run_payment (store_id int4 not null, opened_on date not null, payment_id uuid not null) on commit drop`,
  )
  const named = [...new Set([...(await readLinked(client)), ...again])]
  const days = named.map(dayOfId).sort()
  await client.query(
    `insert into run_payment
     select store_id, opened_on, payment_id from funds_payment where open and state = 'expected' and settled_minor is null
     union select store_id, opened_on, payment_id from funds_payment where not open and settled_minor is null and state = 'expected'
       and position <> 'not_taken' and opened_on >= coalesce($5::date, current_date) - 8
     union select store_id, opened_on, payment_id from funds_payment
       where payment_id = any ($1::uuid[]) and opened_on = any ($2::date[]) and opened_on between $3 and $4`,
    [named, [...new Set(days)], days[0] ?? null, days.at(-1) ?? null, oldest],
  )
  await client.query('analyze run_payment')
  const { rows } = await client.query<{ first: string | null; last: string | null; many: boolean }>(
    `select min(opened_on)::text as first, max(opened_on)::text as last, count(*) > ${MANY} as many from run_payment`,
  )
  const [found] = rows
  if (found === undefined) throw new RangeError('no row')
  return found
}

/** Each line's own links are looked up: of all links together the planner does not know how many one line has. */
const LINKS = (line: string, more = ''): string =>
  `cross join lateral (select a.from_id from funds_allocation a where a.to_id = ${line} and a.join_kind = 'payment_line' and a.reverses is null ${more} offset 0) a`

/** Payments that are linked to lines of this run, and to those of files that count no more. */
async function readLinked(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ from: string }>(
    `select a.from_id as "from" from run_line r ${LINKS('r.id')}
     union select a.from_id from (${REPLACED_LINES}) l
       ${LINKS(`l.file_id || ':' || l.position`, 'and not exists (select from funds_allocation r where r.reverses = a.key)')}`,
  )
  return rows.map(({ from }) => from)
}

/** What stands in other tables about payments, each asked for once. */
interface About {
  readonly children: ReadonlyMap<string, { readonly reversed: boolean; readonly refunded: number }>
  readonly stores: ReadonlyMap<number, string>
  /** When the terminal's last end of day was that went well. */
  readonly ends: ReadonlyMap<number, number>
}

const DAYS_OF_ENDS = 45

async function readAbout(client: pg.ClientBase, today: string, first: string): Promise<About> {
  // What came of a payment comes after it, and few payments have any.
  const children = await client.query<{ parent: string; reversed: boolean; refunded: number }>(
    `select c.parent, bool_or(c.kind = 'reversal') as reversed,
       coalesce(sum(coalesce(c.authorised_minor, c.requested_minor)) filter (where c.kind = 'refund'), 0)::float8 as refunded
     from payment c where c.parent is not null and c.outcome = 'approved' and c.opened_on >= $1::date
       and c.parent in (select payment_id from run_payment) group by c.parent`,
    [first],
  )
  const stores = await client.query<{ id: number; code: string }>('select id, code from store')
  const ends = await client.query<{ terminal: number; atMs: number }>(
    `select terminal_id as terminal, (extract(epoch from max(at)) * 1000)::float8 as "atMs" from terminal_totals
     where at >= $1::date - ${DAYS_OF_ENDS} and result_code ~ '^0*$' group by terminal_id`,
    [today],
  )
  return {
    children: new Map(children.rows.map(({ parent, ...child }) => [parent, child])),
    stores: new Map(stores.rows.map(({ id, code }) => [id, code])),
    ends: new Map(ends.rows.map(({ terminal, atMs }) => [terminal, atMs])),
  }
}

const DAY_MS = 86_400_000
/** A UUIDv7 begins with its time in ms: it tells the day its row was opened on. */
const dayOfId = (id: string): string => civilDay(Math.floor(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) / DAY_MS))

/** A reference of more than twelve characters is the acquirer's own: ISO 8583 gives the terminal's twelve. */
const LONGEST_RETRIEVAL = 12

type Once = ReturnType<typeof openOnce>

/** What many payments have in common. */
const openOnce = () => ({
  text: keepOnce<string>(),
  exits: keepOnce<readonly string[]>((exits) => exits.join()),
  traits: keepOnce<FeeTraits>(({ scheme, funding, wallet }) => `${scheme ?? ''} ${funding ?? ''} ${wallet ?? ''}`),
  due: keepOnce<NonNullable<RunPayment['due']>>((due) => `${due.lateAfter} ${due.missingAfter} ${due.fileDue}`),
})

function toPayment(row: Row, { children, stores, ends }: About, once: Once): RunPayment {
  const { text } = once
  const { id, kind, amountMinor, scheme, funding, wallet, reference, original } = row
  const [acquirer, merchantAccount, currency] = [text(row.acquirer), text(row.merchantAccount), text(row.currency)]
  const own = reference !== null && reference.length > LONGEST_RETRIEVAL
  const { settledMinor, settledFee, payoutId, open, judged } = row
  const [position, health] = [text(row.position), text(row.health)]
  const arrivedOn = row.arrivedOn && text(row.arrivedOn)
  const exits = once.exits(row.exits)
  const traits = once.traits({ ...(scheme && { scheme }), ...(funding && { funding }), ...(wallet && { wallet }) })
  const child = children.get(id)
  return {
    match: {
      ...{ id, acquirer, merchantAccount, currency, kind, amountMinor },
      store: stores.get(row.storeId) ?? '',
      outcome: child?.reversed ? 'voided' : outcomeOf(row.outcome),
      terminal: row.tid && text(row.tid),
      method: traits.wallet ?? traits.scheme ?? null,
      salesDay: dayNumber(row.salesDay),
      happenedAtMs: row.happenedAtMs,
      acquirerReference: own ? reference : null,
      retrievalReference: own ? null : reference,
      ourReference: row.basket,
      authorisationCode: row.code,
      traceNumber: row.trace,
      receiptNumber: row.receipt,
      terminalBatch: row.batch && text(row.batch),
      last4: row.last4,
      originalReference: original,
    },
    storeId: row.storeId,
    openedOn: text(row.openedOn),
    traits,
    due:
      row.lateAfter && row.missingAfter && row.fileDue
        ? once.due({ lateAfter: row.lateAfter, missingAfter: row.missingAfter, fileDue: row.fileDue })
        : null,
    refundedMinor: child?.refunded ?? 0,
    captured: (ends.get(row.terminalId) ?? 0) >= row.happenedAtMs,
    merchantNumber: row.merchantNumber && text(row.merchantNumber),
    held: row.expected ? { position, exits, health, settledMinor, settledFee, payoutId, arrivedOn, open, judged } : null,
  }
}

const outcomeOf = (outcome: string): MatchPayment['outcome'] =>
  outcome === 'approved' || outcome === 'declined' || outcome === 'cancelled' ? outcome : 'unknown'

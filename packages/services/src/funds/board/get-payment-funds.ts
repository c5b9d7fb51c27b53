import {
  CALENDARS,
  type CalendarTable,
  type Contract,
  type Expectation,
  formatDecimal,
  openExpecter,
  type PaymentToExpect,
  parseContract,
} from '@counterfoil/settlement/funds'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { paymentIdDate } from '../../ingest/payment-id-time.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../../stores/scope-condition.ts'
import type { PaymentBankLine, PaymentFunds, PaymentPayout, PaymentSettlementLine } from './payment-funds.ts'
import { readReleaseDay } from './read-release-day.ts'
import { readUsualDays } from './read-usual-days.ts'
import { toWhy } from './to-why.ts'

export const PaymentFundsInput = z.strictObject({ id: z.uuid() })
export type PaymentFundsInput = z.infer<typeof PaymentFundsInput>

/** Where the money of one payment is, with all that shows it; null for what never was to be paid, and out of reach. */
export async function getPaymentFunds(ctx: ServiceContext, { id }: PaymentFundsInput): Promise<PaymentFunds | null> {
  const within = storesWithin(ctx, { kind: 'chain' })
  return readTogether(ctx, async (rows) => {
    const head = await readHead(rows, id, within)
    if (head === null) return null
    const lines = await readLines(rows, id)
    const payoutIds = [...new Set(lines.flatMap(({ payoutId }) => (payoutId === null ? [] : [payoutId])))]
    const payouts = await readPayouts(rows, payoutIds)
    return {
      ...head.row,
      contract: head.row.contract,
      ...(await sayAgain(rows, head, payoutIds)),
      usual: head.row.acquirer === null ? null : await readUsualDays(rows, head.row.acquirer, head.row.currency),
      lines,
      payouts,
      bankLines: await readBankLines(rows, payoutIds),
      exceptions: await rows(
        `select key, code, severity, state, ${epochMs('opened_at')} as "openedAtMs" from funds_exception
         where payments @> array[$1::uuid] order by opened_at, key limit 50`,
        id,
      ),
    }
  })
}

interface Head {
  readonly row: Omit<PaymentFunds, 'why' | 'reserve' | 'usual' | 'lines' | 'payouts' | 'bankLines' | 'exceptions'>
  readonly toExpect: PaymentToExpect
}

async function readHead(rows: ReadRows, id: string, within: ReturnType<typeof storesWithin>): Promise<Head | null> {
  const [found] = await rows<
    Head['row'] & {
      exponent: number
      scheme: string | null
      funding: string | null
      wallet: string | null
      contractId: string | null
      contractVersion: number | null
      happenedAtMs: number
    }
  >(
    `select f.kind, f.currency::text as currency, f.amount_minor::float8 as "amountMinor", f.state, f.not_told as "notTold",
            f.acquirer, f.merchant_account as "merchantAccount", f.contract_id as "contractId", f.contract_version as "contractVersion",
            f.gross::text as gross, f.fee::text as fee, f.net::text as net,
            f.sales_day::text as "salesDay", f.payout_on::text as "payoutOn", f.due_on::text as "dueOn", f.late_after::text as "lateAfter",
            f.missing_after::text as "missingAfter", f.file_due::text as "fileDue", f.position, f.exits, f.health,
            f.arrived_on::text as "arrivedOn", p.scheme, p.funding, p.wallet, c.exponent,
            ${epochMs('coalesce(p.answered_at, p.opened_at)')} as "happenedAtMs"
     from funds_payment f
     join store s on s.id = f.store_id
     join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
     join currency c on c.code = f.currency
     where f.opened_on = $1::date and f.payment_id = $2::uuid and ${scopeConditionAt(3)}`,
    paymentIdDate(id),
    id,
    ...scopeValues(within),
  )
  if (found === undefined) return null
  const { exponent, scheme, funding, wallet, contractId, contractVersion, happenedAtMs, ...row } = found
  const contract = contractId === null || contractVersion === null ? null : { id: contractId, version: contractVersion }
  return {
    row: { ...row, contract },
    toExpect: {
      kind: row.kind,
      acquirer: row.acquirer ?? '',
      merchantAccount: row.merchantAccount ?? '',
      currency: row.currency,
      exponent,
      amountMinor: row.amountMinor,
      happenedAtMs,
      scheme: scheme ?? undefined,
      funding: funding ?? undefined,
      wallet: wallet ?? undefined,
    },
  }
}

const NOTHING_SAID = { why: [], reserve: null } as const

/** The reasons are not kept: the contract's version and the calendars say them again, and the days must be the same. */
async function sayAgain(
  rows: ReadRows,
  { row, toExpect }: Head,
  payouts: readonly string[],
): Promise<Pick<PaymentFunds, 'why' | 'reserve'>> {
  if (row.contract === null) return NOTHING_SAID
  const [found] = await rows<{ document: unknown }>(
    'select document from funds_contract where id = $1 and version = $2',
    row.contract.id,
    row.contract.version,
  )
  const contract = found === undefined ? null : readContract(found.document)
  if (contract === null) return NOTHING_SAID
  const said: Expectation = openExpecter([contract], await readTables(rows))(toExpect)
  if (!said.ok || said.arrivalDue !== row.dueOn) return NOTHING_SAID
  const { reserve } = said
  if (reserve === null) return { why: toWhy(said.why), reserve }
  // Days count from the line that held it back; until that has come, from the day on which it should.
  const releaseOn = (await readReleaseDay(rows, payouts)) ?? reserve.releaseDay
  return { why: toWhy(said.why), reserve: { amount: formatDecimal(reserve.amount), releaseOn } }
}

async function readTables(rows: ReadRows): Promise<readonly CalendarTable[]> {
  const kept = await rows<{ document: CalendarTable }>(
    'select distinct on (name) document from funds_calendar order by name, version desc',
  )
  return kept.length === 0 ? CALENDARS : kept.map(({ document }) => document)
}

function readContract(document: unknown): Contract | null {
  const parsed = parseContract(document)
  return parsed.ok ? parsed.contract : null
}

const readLines = (rows: ReadRows, id: string) =>
  rows<PaymentSettlementLine>(
    `select l.file_id || ':' || l.position as id, l.file_id::text as "fileId", f.name as file, l.line, ${epochMs('f.received_at')} as "receivedAtMs",
            l.kind, l.type, l.gross::text as gross, l.fees::text as fees, l.net::text as net, l.currency::text as currency,
            l.acquirer_reference as "acquirerReference", l.batch, l.payout_id::text as "payoutId", a.key as link, a.rule, a.confidence
     from funds_allocation a
     join settlement_line l on l.file_id = split_part(a.to_id, ':', 1)::int8 and l.position = split_part(a.to_id, ':', 2)::int4
     join funds_file f on f.id = l.file_id
     where a.join_kind = 'payment_line' and a.from_id = $1 and a.reverses is null
       and not exists (select from funds_allocation r where r.reverses = a.key)
     order by f.received_at, l.file_id, l.position`,
    id,
  )

const readPayouts = (rows: ReadRows, ids: readonly string[]) =>
  rows<PaymentPayout>(
    `select p.id::text as id, p.batch, p.currency::text as currency, p.amount_minor::float8 as "amountMinor", p.line_count as "lineCount",
            p.announced_on::text as "announcedOn", p.due_on::text as "dueOn", p.carried_over as "carriedOver",
            ${epochMs('f.received_at')} as "receivedAtMs", i.holds
     from payout p join funds_file f on f.id = p.file_id
     left join funds_identity i on i.name = 'batch' and i.about = p.id::text
     where p.id = any($1::int8[]) order by p.id`,
    ids,
  )

const readBankLines = (rows: ReadRows, payoutIds: readonly string[]) =>
  rows<PaymentBankLine>(
    `select b.file_id || ':' || b.position as id, f.name as file, f.format, b.line, b.amount_minor::float8 as "amountMinor",
            b.currency::text as currency, b.booked_on::text as "bookedOn", b.booked, ${epochMs('f.received_at')} as "receivedAtMs",
            a.key as link, a.rule, a.confidence, t.name as account
     from funds_allocation a
     join bank_line b on b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4
     join funds_file f on f.id = b.file_id join bank_account t on t.id = b.bank_account_id
     where a.join_kind = 'payout_bank' and a.from_id = any($1::text[]) and a.reverses is null
       and not exists (select from funds_allocation r where r.reverses = a.key)
     order by b.booked, b.booked_on, b.file_id, b.position`,
    payoutIds,
  )

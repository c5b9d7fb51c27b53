import { paymentIdDate } from '../ingest/payment-id-time.ts'
import type { StoresWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { PaymentDetail, RelatedPayment } from './payment-detail.ts'
import { type PaymentRowRecord, paymentRowColumns, paymentRowJoin, toPaymentRow } from './payment-row-sql.ts'

type Flat = PaymentDetail['money'] &
  PaymentDetail['references'] &
  PaymentDetail['card'] &
  PaymentDetail['agent'] &
  PaymentDetail['terminal']

interface HeadRecord extends PaymentRowRecord, Omit<Flat, 'name' | 'last4' | 'currency'> {
  readonly parent: string | null
  readonly cardName: string | null
  readonly agentName: string
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly country: string
  readonly timeZone: string
  readonly intake: 'driven' | 'tapped'
  readonly final: boolean
  readonly reason: string | null
  readonly businessDate: string
  readonly answeredAtMs: number | null
  readonly finalisedAtMs: number | null
  readonly recordedAtMs: number
}

export type PaymentHead = Omit<PaymentDetail, 'parent' | 'children' | 'events' | 'awayMonths' | 'flag'> & {
  readonly parentId: string | null
}

/** The payment's row. Its date stands in its own id, so each store's key is probed once and no month is scanned. */
export async function readPaymentHead(rows: ReadRows, paymentId: string, within: StoresWithin): Promise<PaymentHead | null> {
  const [found] = await rows<HeadRecord>(
    `select ${paymentRowColumns}, p.parent::text as parent, p.intake, p.final, p.reason, p.business_date::text as "businessDate",
       p.time_zone as "timeZone", ${epochMs('p.answered_at')} as "answeredAtMs", ${epochMs('p.finalised_at')} as "finalisedAtMs",
       ${epochMs('p.recorded_at')} as "recordedAtMs", p.requested_minor::float8 as "requestedMinor",
       p.authorised_minor::float8 as "authorisedMinor", p.tip_minor::float8 as "tipMinor", p.cashback_minor::float8 as "cashbackMinor",
       p.surcharge_minor::float8 as "surchargeMinor", p.dcc_minor::float8 as "dccMinor", p.dcc_currency::text as "dccCurrency",
       p.tid, p.merchant_number as "merchantNumber", p.receipt, p.trace, p.terminal_batch as "terminalBatch",
       p.authorisation_code as "authorisationCode", p.retrieval_reference as "retrievalReference", p.application_id as "applicationId",
       p.basket, p.cashier, p.result_code as "resultCode", p.result_text as "resultText", p.terminal_date as "terminalDate",
       p.terminal_time as "terminalTime", p.first6 is not null as "firstSixKnown", p.card_name as "cardName", p.entry, p.cvm as "cardholderVerification", p.authorised,
       s.code as "storeCode", s.name as "storeName", s.name_lang as "storeNameLang", s.country::text as country,
       t.id as "terminalId", t.protocol, t.label, t.note, t.model, t.serial,
       g.id as "agentId", g.name as "agentName", encode(g.public_key, 'hex') as "publicKey"
     from store s
     join payment p on p.store_id = s.id and p.opened_on = $2::date and p.id = $1::uuid
     join terminal t on t.id = p.terminal_id
     join agent g on g.id = p.agent_id
     ${paymentRowJoin}
     where ${scopeConditionAt(3)}`,
    paymentId,
    paymentIdDate(paymentId),
    ...scopeValues(within),
  )
  return found === undefined ? null : toHead(found)
}

function toHead(found: HeadRecord): PaymentHead {
  return {
    row: toPaymentRow(found),
    parentId: found.parent,
    store: {
      storeId: found.store_id,
      code: found.storeCode,
      name: found.storeName,
      nameLang: found.storeNameLang,
      country: found.country,
      timeZone: found.timeZone,
    },
    terminal: pick(found, ['terminalId', 'protocol', 'label', 'note', 'model', 'serial']),
    agent: { agentId: found.agentId, name: found.agentName, publicKey: found.publicKey },
    ...pick(found, ['intake', 'final', 'reason', 'businessDate', 'answeredAtMs', 'finalisedAtMs', 'recordedAtMs']),
    money: {
      currency: found.currency,
      ...pick(found, [
        'requestedMinor',
        'authorisedMinor',
        'tipMinor',
        'cashbackMinor',
        'surchargeMinor',
        'dccMinor',
        'dccCurrency',
      ]),
    },
    references: pick(found, [
      'tid',
      'merchantNumber',
      'receipt',
      'trace',
      'terminalBatch',
      'authorisationCode',
      'retrievalReference',
      'applicationId',
      'basket',
      'cashier',
      'resultCode',
      'resultText',
      'terminalDate',
      'terminalTime',
    ]),
    card: {
      name: found.cardName,
      last4: found.last4,
      ...pick(found, ['firstSixKnown', 'entry', 'cardholderVerification', 'authorised']),
    },
  }
}

function pick<Row, Name extends keyof Row>(row: Row, names: readonly Name[]): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>
}

const relatedColumns = `p.id::text as id, p.kind, coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor",
  p.currency::text as currency, p.outcome, ${epochMs('p.opened_at')} as "openedAtMs"`

/** A refund may be told at another store than the sale. */
export async function readRelated(rows: ReadRows, paymentId: string, within: StoresWithin): Promise<RelatedPayment | null> {
  const [found] = await rows<RelatedPayment>(
    `select ${relatedColumns} from store s join payment p on p.store_id = s.id and p.opened_on = $2::date and p.id = $1::uuid
     where ${scopeConditionAt(3)}`,
    paymentId,
    paymentIdDate(paymentId),
    ...scopeValues(within),
  )
  return found ?? null
}

/** Refunds and reversals of a payment. */
export async function readChildren(rows: ReadRows, paymentId: string, within: StoresWithin): Promise<RelatedPayment[]> {
  return rows<RelatedPayment>(
    `select ${relatedColumns} from payment p join store s on s.id = p.store_id
     where p.parent = $1::uuid and p.opened_on >= $2::date - 1 and ${scopeConditionAt(3)} order by p.opened_at, p.id limit 50`,
    paymentId,
    paymentIdDate(paymentId),
    ...scopeValues(within),
  )
}

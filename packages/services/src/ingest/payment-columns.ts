import type { Column } from './columns.ts'
import type { PaymentState } from './payment-state.ts'

/** `payment`, column by column: the only place that knows which field goes where and how it is read back. */
export const PAYMENT_COLUMNS: readonly (Column<PaymentState> & { readonly field: keyof PaymentState })[] = [
  column('store_id', 'int4', 'storeId'),
  column('opened_on', 'date', 'openedOn'),
  column('id', 'uuid', 'id'),
  column('lane_id', 'int4', 'laneId'),
  column('terminal_id', 'int4', 'terminalId'),
  column('agent_id', 'int4', 'agentId'),
  column('kind', 'text', 'kind'),
  column('intake', 'text', 'intake'),
  column('parent', 'uuid', 'parent'),
  column('basket', 'text', 'basket'),
  column('cashier', 'text', 'cashier'),
  column('requested_minor', 'int8', 'requestedMinor'),
  column('currency', 'text', 'currency'),
  column('authorised_minor', 'int8', 'authorisedMinor'),
  column('tip_minor', 'int8', 'tipMinor'),
  column('outcome', 'text', 'outcome'),
  column('final', 'bool', 'final'),
  column('stage', 'text', 'stage'),
  column('reason', 'text', 'reason'),
  column('recovered', 'bool', 'recovered'),
  column('scheme', 'text', 'scheme'),
  column('funding', 'text', 'funding'),
  column('wallet', 'text', 'wallet'),
  column('first6', 'text', 'first6'),
  column('last4', 'text', 'last4'),
  column('card_name', 'text', 'cardName'),
  column('entry', 'text', 'entry'),
  column('cvm', 'text', 'cvm'),
  column('authorised', 'text', 'authorised'),
  column('authorisation_code', 'text', 'authorisationCode'),
  column('trace', 'text', 'trace'),
  column('retrieval_reference', 'text', 'retrievalReference'),
  column('receipt', 'text', 'receipt'),
  column('tid', 'text', 'tid'),
  column('merchant_number', 'text', 'merchantNumber'),
  column('application_id', 'text', 'applicationId'),
  column('result_code', 'text', 'resultCode'),
  column('result_text', 'text', 'resultText'),
  column('terminal_date', 'text', 'terminalDate'),
  column('terminal_time', 'text', 'terminalTime'),
  column('opened_at', 'timestamptz', 'openedAtMs'),
  column('answered_at', 'timestamptz', 'answeredAtMs'),
  column('finalised_at', 'timestamptz', 'finalisedAtMs'),
  column('business_date', 'date', 'businessDate'),
  column('time_zone', 'text', 'timeZone'),
  column('last_epoch', 'int4', 'lastEpoch'),
  column('last_seq', 'int8', 'lastSeq'),
]

function column<Field extends keyof PaymentState>(name: string, type: Column<PaymentState>['type'], field: Field) {
  return { name, type, field, read: (state: PaymentState) => state[field] }
}

/** Select list that gives a row back as `PaymentState`. */
export function paymentSelectList(): string {
  return PAYMENT_COLUMNS.map(({ name, type, field }) => `${readSql(`p.${name}`, type)} as "${field}"`).join(', ')
}

function readSql(name: string, type: Column<PaymentState>['type']): string {
  if (type === 'timestamptz') return `(extract(epoch from ${name}) * 1000)::float8`
  if (type === 'int8') return `${name}::float8`
  if (type === 'date') return `${name}::text`
  return name
}

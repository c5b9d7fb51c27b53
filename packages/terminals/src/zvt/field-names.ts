import type { Fields } from './fields/field-values.ts'

/** Another published name for a value, with its own way of writing it. */
interface Alias {
  readonly from: string
  readonly name: string
  readonly as?: (value: unknown, fields: Fields) => unknown
}

const number = (value: unknown): unknown => (typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : undefined)
const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trimEnd() : undefined)
/** Two decimals, trailing zeros left out: how decimal amounts are published elsewhere. */
const decimal = (value: unknown): unknown => (typeof value === 'number' ? String(value / 100) : undefined)
const slice = (from: number, to: number) => (value: unknown) =>
  typeof value === 'string' ? number(value.slice(from, to)) : undefined
const clock = (value: unknown): unknown =>
  typeof value === 'string' && /^[0-9]{6}$/.test(value)
    ? `${value.slice(0, 2)}:${value.slice(2, 4)}:${value.slice(4)}`
    : undefined
const upper = (value: unknown): unknown => (typeof value === 'string' ? value.toUpperCase() : undefined)
const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : undefined)
const oneOf = (words: Readonly<Record<number, string>>) => (value: unknown) =>
  typeof value === 'number' ? words[value] : undefined
const monthDay = (part: (value: unknown) => unknown) => (value: unknown) =>
  typeof value === 'string' && value.length === 4 ? part(value) : undefined

const VERIFICATIONS: Readonly<Record<number, string>> = {
  0: 'No Cardholder authentication',
  1: 'Signature',
  2: 'Online Pin',
  3: 'Offline encrypted Pin',
  4: 'Offline plaintext Pin',
  5: 'Offline encrypted Pin + signature',
  6: 'Offline plaintext Pin + signature',
  7: 'Online Pin + signature',
  255: 'Unknown cardholder verification',
}

/** Verifications that need a signed receipt. */
const SIGNED: ReadonlySet<unknown> = new Set([1, 5, 6, 7])

/** `Magentic stripe` is how the published name is spelt. */
const TECHNOLOGIES: Readonly<Record<number, string>> = { 0: 'Magentic stripe', 1: 'Chip', 2: 'NFC' }

const RECEIPT_TYPES: Readonly<Record<number, string>> = { 1: 'Merchant', 2: 'Cardholder', 3: 'Administration' }

function same(from: string, ...names: readonly string[]): Alias[] {
  return names.map((name) => ({ from, name }))
}

/** Names in Portalum.Zvt, EVerest/zvt and ecrterm for the values we name otherwise. */
const ALIASES: readonly Alias[] = [
  ...same('result', 'result_code', 'error', 'error_code', 'ErrorCode'),
  ...same('result_text', 'error_message', 'error_text', 'ErrorMessage'),
  ...same('amount', 'amount_minor'),
  { from: 'amount', name: 'Amount', as: decimal },
  ...same('currency', 'currency_code', 'cc', 'CurrencyCode'),
  ...same('trace', 'trace_number', 'trace_no', 'TraceNumber'),
  ...same('trace_long', 'trace_number_long', 'trace_number_long_format', 'TraceNumberLongFormat'),
  ...same('original_trace', 'original_trace_number', 'trace_number_original', 'OriginalTraceNumber'),
  { from: 'time', name: 'Time', as: clock },
  { from: 'date', name: 'DateMonth', as: monthDay(slice(0, 2)) },
  { from: 'date', name: 'DateDay', as: monthDay(slice(2, 4)) },
  { from: 'date', name: 'date_day', as: monthDay((value) => value) },
  ...same('expiry', 'card_expire'),
  { from: 'expiry', name: 'expiry_date', as: number },
  { from: 'expiry', name: 'ExpiryDateYear', as: slice(0, 2) },
  { from: 'expiry', name: 'ExpiryDateMonth', as: slice(2, 4) },
  ...same('card_sequence', 'card_sequence_number', 'card_sequence_no', 'CardSequenceNumber'),
  ...same('card_number', 'pan', 'card_no', 'CardNumber'),
  ...same('terminal_id', 'tid', 'terminal_identifier'),
  { from: 'terminal_id', name: 'TerminalIdentifier', as: (value) => (typeof value === 'number' ? value : undefined) },
  ...same('vu_number', 'vu'),
  { from: 'vu_number', name: 'merchant_number', as: trimmed },
  { from: 'vu_number', name: 'VuNumber', as: trimmed },
  ...same('auth_attribute', 'aid_authorization_attribute', 'aid_authorisation_attribute', 'authorisation_code', 'auth_code'),
  ...same('auth_attribute', 'AidAuthorisationAttribute'),
  ...same('additional_text', 'additional', 'AdditionalText'),
  ...same('receipt_no', 'receipt_number', 'receipt', 'ReceiptNumber'),
  ...same('turnover_record', 'turnover_record_number', 'turnover', 'TurnoverRecordNumber'),
  ...same('card_type_name', 'CardType'),
  ...same('card_name', 'CardName'),
  ...same('operator_card_type', 'zvt_card_type_id', 'card_operator', 'card_type_id'),
  ...same('result_as', 'result_code_as'),
  ...same('max_status_infos', 'maximum_no_of_status_info', 'max_status'),
  ...same('pump_number', 'pump_no', 'pump_nr'),
  ...same('service_byte', 'service'),
  ...same('config', 'config_byte'),
  ...same('timeout_s', 'timeout_sec', 'timeout'),
  ...same('status', 'intermediate_status', 'status_code'),
  ...same('status_text', 'status_message'),
  {
    from: 'status_text',
    name: 'StatusMessage',
    as: (value, fields) => (fields.status === 0xff ? (fields.text ?? value) : value),
  },
  ...same('timeout_minutes', 'timeout'),
  ...same('terminal_status', 'terminal_status_code'),
  ...same('sw_version', 'software_version'),
  ...same('uid', 'uuid', 'card_uid'),
  { from: 'uid', name: 'CardUid', as: upper },
  { from: 'ats', name: 'ATS', as: upper },
  ...same('sub_type', 'card_subtype', 'subtype'),
  { from: 'sub_type', name: 'CardSubtype', as: upper },
  ...same('card_technology_type', 'CardTechnologyType', 'card_type'),
  ...same('max_pre_authorisation', 'maximum_pre_autorisation', 'max_pre_authorization'),
  { from: 'max_pre_authorisation', name: 'MaximumPreAuthorisationAmount', as: decimal },
  ...same('zvt_card_type_id', 'ZvtCardTypeId'),
  { from: 'aid', name: 'application_id', as: lower },
  ...same('aid', 'ApplicationId'),
  ...same('application_name', 'application_preferred_name'),
  { from: 'cardholder_verification', name: 'CardholderAuthentication', as: oneOf(VERIFICATIONS) },
  { from: 'cardholder_verification', name: 'PrintoutNeeded', as: (value) => SIGNED.has(value) },
  ...same('cardholder_verification', 'cardholder_identification', 'cardholder_authentication'),
  ...same('online_flag', 'online_tag'),
  { from: 'card_technology', name: 'CardTechnology', as: oneOf(TECHNOLOGIES) },
  { from: 'card_technology', name: 'IsContactless', as: (value) => value === 2 },
  ...same('emv_print_customer', 'EMV46'),
  ...same('emv_print_merchant', 'EMV47'),
  ...same('extended_error', 'extended_error_code'),
  ...same('max_apdu', 'max_apdu_length', 'max_len_adpu'),
  ...same('prefix', 'bmp_prefix'),
  ...same('data', 'bmp_data'),
  ...same('msg_seq_id', 'message_sequence_id'),
  ...same('receipt_start', 'receipt_no_start', 'receipt_from'),
  ...same('receipt_end', 'receipt_no_end', 'receipt_to'),
  ...['girocard', 'jcb', 'eurocard', 'amex', 'visa', 'diners', 'others'].flatMap((brand) =>
    same(`${brand}_count`, `${brand}_num`),
  ),
  ...same('girocard_count', 'ec_count'),
  ...same('girocard_total', 'ec_total'),
  ...same('eurocard_count', 'mastercard_count'),
  ...same('eurocard_total', 'mastercard_total'),
  ...same('others_count', 'rest_count', 'remaining_count'),
  ...same('others_total', 'rest_total', 'remaining_total'),
  ...same('lines', 'receipt_lines'),
  { from: 'receipt_type', name: 'ReceiptType', as: oneOf(RECEIPT_TYPES) },
  {
    from: 'receipt_type',
    name: 'Content',
    as: (_, fields) => (Array.isArray(fields.lines) ? `${fields.lines.join('\n')}\n` : undefined),
  },
  ...same('complete', 'CompletelyProcessed'),
  ...same('centred', 'IsTextCentred'),
  ...same('double_width', 'IsDoubleWidth'),
  ...same('double_height', 'IsDoubleHeight'),
  ...same('last_line', 'IsLastLine'),
  { from: 'attribute', name: 'Text', as: (_, fields) => fields.text },
]

/** Where a name of ours means another bitmap elsewhere, by message: BMP 8A is a card type, in 06 C0 BMP 19 is. */
function cardTypeAliases(fields: Fields, control: number): Fields {
  const id = fields.card_type
  return control === 0x06c0 || id === undefined ? {} : { zvt_card_type: id, CardTypeId: id }
}

/** The values of the fields under the names other projects publish; none that is a name of ours in this message. */
export function readAliases(fields: Fields, control: number): Fields {
  const aliases: Fields = { ...cardTypeAliases(fields, control) }
  for (const { from, name, as } of ALIASES) {
    const value = fields[from]
    if (value === undefined || name in fields || name in aliases) continue
    const written = as === undefined ? value : as(value, fields)
    if (written !== undefined) aliases[name] = written
  }
  return aliases
}

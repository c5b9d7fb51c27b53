import { cardTypeName } from '../codes/card-types.ts'
import { resultText } from '../codes/result-codes.ts'
import { toHex } from '../hex.ts'
import type { ZvtMessage } from '../message.ts'
import { currencyLetters, readBcd, readBcdNumber, readText } from '../values.ts'
import { bcdValue, binaryValue, cardNumberValue, type Fields, REDACTED, textValue } from './field-values.ts'
import { readTotals } from './totals-fields.ts'

type Reader = (bytes: Uint8Array, control: number) => Fields

function named(name: string, read: (bytes: Uint8Array) => unknown): Reader {
  return (bytes) => ({ [name]: read(bytes) })
}

/** Name of BMP 19: three things by the message it stands in (PA00P015 chapter 9). */
function meaningOf19(control: number): string {
  if (control === 0x06c0) return 'card_type'
  return control === 0x060f || control === 0x0600 ? 'status_byte' : 'payment_type'
}

function currencyFields(bytes: Uint8Array): Fields {
  const letters = currencyLetters(readBcdNumber(bytes) ?? 0)
  return { currency: bcdValue(bytes), ...(letters === undefined ? {} : { currency_letters: letters }) }
}

function resultFields(bytes: Uint8Array): Fields {
  const code = bytes[0] ?? 0
  return { result: code, result_text: resultText(code) ?? 'unknown code' }
}

function receiptFields(bytes: Uint8Array): Fields {
  // FFFF: no pre-authorisation is open (PA00P015 2.10.1).
  const none = readBcd(bytes) === 'FFFF'
  return { receipt_no: none ? 0xffff : bcdValue(bytes) }
}

function cardTypeFields(bytes: Uint8Array): Fields {
  const id = bytes[0] ?? 0
  const name = cardTypeName(id)
  return { card_type: id, ...(name === undefined ? {} : { card_type_name: name }) }
}

const hidden = (name: string): Reader => named(name, () => REDACTED)

/** The decoded value of every bitmap. */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0x01, named('timeout', binaryValue)],
  [0x02, named('max_status_infos', binaryValue)],
  [0x03, named('service_byte', binaryValue)],
  [0x04, named('amount', bcdValue)],
  [0x05, named('pump_number', binaryValue)],
  [0x0b, named('trace', bcdValue)],
  [0x0c, named('time', readBcd)],
  [0x0d, named('date', readBcd)],
  [0x0e, named('expiry', readBcd)],
  [0x17, named('card_sequence', bcdValue)],
  [0x19, (bytes, control) => ({ [meaningOf19(control)]: binaryValue(bytes) })],
  [0x22, named('card_number', cardNumberValue)],
  [0x23, hidden('track_2')],
  [0x24, hidden('track_3')],
  [0x27, resultFields],
  [0x29, named('terminal_id', bcdValue)],
  [0x2a, named('vu_number', readText)],
  [0x2d, hidden('track_1')],
  [0x2e, hidden('sync_chip_data')],
  [0x37, named('original_trace', bcdValue)],
  [0x3a, hidden('cvv')],
  [0x3b, named('auth_attribute', readText)],
  [0x3c, named('additional_text', textValue)],
  [0x3d, named('password', readBcd)],
  [0x49, currencyFields],
  [0x60, readTotals],
  [0x70, named('image_request_id', toHex)],
  [0x71, named('image_size', binaryValue)],
  [0x72, named('image_type', binaryValue)],
  [0x73, named('image_encoding', binaryValue)],
  [0x74, named('image_chunks', binaryValue)],
  [0x75, named('image_chunk', binaryValue)],
  [0x87, receiptFields],
  [0x88, named('turnover_record', bcdValue)],
  [0x8a, cardTypeFields],
  [0x8b, named('card_name', textValue)],
  [0x8c, named('operator_card_type', binaryValue)],
  [0x92, hidden('offline_chip_data')],
  [0x9a, hidden('geldkarte')],
  [0xa0, named('result_as', binaryValue)],
  [0xa7, hidden('chip_ef_id')],
  [0xaa, named('date', readBcd)],
  [0xaf, hidden('ef_info')],
  [0xba, named('aid_parameter', toHex)],
  [0xd0, named('key_algorithm', binaryValue)],
  [0xd1, hidden('pin_data')],
  [0xd2, named('card_output_direction', binaryValue)],
  [0xd3, named('key_position', binaryValue)],
  [0xe0, named('min_input_length', binaryValue)],
  [0xe9, named('max_input_length', binaryValue)],
  [0xea, named('echo_input', binaryValue)],
  [0xeb, named('mac', toHex)],
  [0xf0, named('display_duration', binaryValue)],
  [0xf9, named('beeps', binaryValue)],
  [0xfa, named('card_reader_activation', binaryValue)],
  [0xfb, named('ok_required', binaryValue)],
  [0xfc, named('dialog_control', binaryValue)],
  [0xfd, named('display_device', binaryValue)],
])

/** Texts of F1–F8 (what is shown) or E1–E8 (what is asked), in order. */
function lines(message: ZvtMessage, first: number): string[] {
  return message.bitmaps.filter(({ tag }) => tag >= first && tag < first + 8).map(({ bytes }) => textValue(bytes))
}

/** Names and values of the bitmaps. `message` must be redacted, `original` gives the fields that are never card data. */
export function readBitmapFields(message: ZvtMessage, original: ZvtMessage): Fields {
  const fields: Fields = {}
  for (const [index, { tag, bytes }] of message.bitmaps.entries()) {
    const untouched = tag === 0x3b || tag === 0x3d
    const value = untouched ? (original.bitmaps[index]?.bytes ?? bytes) : bytes
    for (const [name, field] of Object.entries(READERS.get(tag)?.(value, message.control) ?? {})) fields[name] ??= field
  }
  const shown = lines(message, 0xf1)
  const asked = lines(message, 0xe1)
  if (shown.length > 0) fields.display_lines = shown
  if (asked.length > 0) fields.input_lines = asked
  return fields
}

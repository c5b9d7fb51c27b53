import { toHex } from '../hex.ts'
import { findBitmap, type ZvtMessage } from '../message.ts'
import { readBcd } from '../values.ts'
import { readBitmapFields } from './bitmap-fields.ts'
import type { Fields } from './field-values.ts'
import { readHeadFields } from './head-fields.ts'
import { readTlvFields } from './tlv-fields.ts'

/** Receipts of open pre-authorisations that a refusal lists (PA00P015 2.10.1): BMP 87 and TLV 23 with 08. */
function openReceipts(message: ZvtMessage): Fields {
  const first = findBitmap(message, 0x87)
  const more = message.tlv
    .filter(({ tag }) => tag === '23')
    .flatMap(({ children }) => (children ?? []).filter(({ tag }) => tag === '08'))
  if (first === undefined && more.length === 0) return {}
  const receipts = [...(first === undefined ? [] : [first]), ...more.map(({ value }) => value)].map(readBcd)
  return {
    receipts: receipts.filter((receipt) => receipt !== 'FFFF'),
    ...(first === undefined ? {} : { receipt: readBcd(first) }),
  }
}

/** What people call "the text" of a message: display lines, else extended error, else additional text. */
function messageText(fields: Fields): Fields {
  const text = fields.text ?? fields.extended_error_text ?? fields.additional_text
  return text === undefined ? {} : { text }
}

/**
 * All decoded values under our names. `redacted` is the same message after redaction; from `original` come only
 * values that are never card data: head, merchant number, authorisation code, EMV print data.
 */
export function readFields(original: ZvtMessage, redacted: ZvtMessage): Fields {
  const fields: Fields = {
    ...readHeadFields(original),
    ...readTlvFields(redacted, original),
    ...readBitmapFields(redacted, original),
    ...(original.control === 0x061e ? openReceipts(original) : {}),
    ...(redacted.rest.length > 0 ? { unread: toHex(redacted.rest) } : {}),
  }
  return { ...fields, ...messageText(fields) }
}

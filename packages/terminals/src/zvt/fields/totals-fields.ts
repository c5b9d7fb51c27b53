import { readAmount } from '../values.ts'
import { bcdValue, type Fields } from './field-values.ts'

/** Order of the brands in BMP 60 at end of day (PA00P015 2.16.2): count in one byte, sum in six. */
const BRANDS = ['girocard', 'jcb', 'eurocard', 'amex', 'visa', 'diners', 'others'] as const

const BRAND_BYTES = 7
const RECEIPT_BYTES = 2

/** Totals of BMP 60; empty when its length is another one. */
export function readTotals(bytes: Uint8Array): Fields {
  const brandsAt = RECEIPT_BYTES * 2
  if (bytes.length < brandsAt + BRANDS.length * BRAND_BYTES) return {}
  const fields: Fields = {
    receipt_start: bcdValue(bytes.subarray(0, RECEIPT_BYTES)),
    receipt_end: bcdValue(bytes.subarray(RECEIPT_BYTES, brandsAt)),
  }
  for (const [index, brand] of BRANDS.entries()) {
    const at = brandsAt + index * BRAND_BYTES
    fields[`${brand}_count`] = bytes[at]
    fields[`${brand}_total`] = readAmount(bytes.subarray(at + 1, at + BRAND_BYTES))
  }
  return fields
}

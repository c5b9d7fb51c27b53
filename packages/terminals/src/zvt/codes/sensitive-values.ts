/** Bitmaps that are masked whole: tracks, CVV, PIN data, chip data with the card number, password. */
const HIDDEN_BITMAPS: ReadonlySet<number> = new Set([0x23, 0x24, 0x2d, 0x2e, 0x3a, 0x3d, 0x92, 0x9a, 0xa7, 0xaf, 0xd1])

/** Bitmaps holding text that may carry anything. */
const TEXT_BITMAPS: ReadonlySet<number> = new Set([
  0x3b, 0x3c, 0x8b, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8,
])

/**
 * Data objects that are masked whole: EMV print data (46, 47), card identification item (1F14: made from the card
 * number), EMV tracks, card number and holder (56, 57, 5A, 5F20, 9F1F, 9F20, 9F6B), Feig's service password (FF40).
 */
const HIDDEN_TLV: ReadonlySet<string> = new Set(['46', '47', '56', '57', '5A', '1F14', '5F20', '9F1F', '9F20', '9F6B', 'FF40'])

/** Bitmaps of eight bytes or more that may hold anything: MAC, totals of another length than the specification's. */
const OPEN_BITMAPS: ReadonlySet<number> = new Set([0x60, 0xeb])
/** Receipt numbers, and count and sum of seven brands (PA00P015 2.16.2). */
const TOTALS_BYTES = 53

/** Twelve digits: too few for a card number. */
const MAX_PLAIN_BYTES = 6

/** Ids of applications and chips: hex by nature, masked where they are a card number as a whole. */
const ID_TLV: ReadonlySet<string> = new Set(['43', '4C', '1F45'])

/** Data objects whose digits are never a card number: amounts, times, identities of device and transaction. */
const PLAIN_TLV: ReadonlySet<string> = new Set([
  '0A',
  '14',
  '1A',
  '1B',
  '1D',
  '1E',
  '41',
  '1F00',
  '1F0B',
  '1F0E',
  '1F0F',
  '1F2B',
  '1F42',
  '1F44',
  '1F4D',
  '1F4F',
  '1F73',
])

/** Data objects that are text: their bytes are never packed digits. */
const TEXT_TLV: ReadonlySet<string> = new Set(['07', '15', '42', '44', '1F17', '1F40', '1F41', '1F62', '1F63'])

export function isHiddenBitmap(tag: number): boolean {
  return HIDDEN_BITMAPS.has(tag)
}

export function isTextBitmap(tag: number): boolean {
  return TEXT_BITMAPS.has(tag)
}

export function isHiddenTlv(tag: string): boolean {
  return HIDDEN_TLV.has(tag)
}

export function isPlainTlv(tag: string, length: number): boolean {
  return PLAIN_TLV.has(tag) && length <= MAX_PLAIN_BYTES
}

export function isIdTlv(tag: string): boolean {
  return ID_TLV.has(tag)
}

/** Whether a bitmap of this length may hold packed digits of any meaning. */
export function isOpenBitmap(tag: number, length: number): boolean {
  return OPEN_BITMAPS.has(tag) && !(tag === 0x60 && length === TOTALS_BYTES)
}

export function isTextTlv(tag: string): boolean {
  return TEXT_TLV.has(tag)
}

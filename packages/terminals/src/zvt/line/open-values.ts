/**
 * What stays readable of a captured message: an allow-list, unlike what the journal hides. Everything else is hidden whole, so a
 * value nobody knows cannot carry a card number, a track or a PIN block out of the store.
 */

/** Fixed bitmaps of up to six bytes that say how a payment went (PA00P015 chapter 9); not 0E, the card's expiry. */
const OPEN_BITMAPS: ReadonlySet<number> = new Set([
  0x01, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x17, 0x19, 0x27, 0x29, 0x37, 0x49, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x87,
  0x88, 0x8a, 0x8c, 0xa0, 0xaa, 0xba, 0xd0, 0xd2, 0xd3, 0xe0, 0xe9, 0xea, 0xf0, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd,
])

/** VU number, additional text, card name, what is shown and asked: texts, searched for numbers. */
const TEXT_BITMAPS: ReadonlySet<number> = new Set([
  0x2a, 0x3c, 0x8b, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8,
])

/** Data objects that are short numbers of the device or the transaction (PA00P015 9.4). */
const OPEN_TLV: ReadonlySet<string> = new Set([
  '08',
  '09',
  '0A',
  '12',
  '14',
  '1A',
  '1B',
  '1D',
  '1E',
  '41',
  '1F00',
  '1F04',
  '1F05',
  '1F07',
  '1F0B',
  '1F0E',
  '1F0F',
  '1F10',
  '1F11',
  '1F12',
  '1F15',
  '1F16',
  '1F2B',
  '1F42',
  '1F43',
  '1F44',
  '1F4C',
  '1F4D',
  '1F50',
  '1F60',
  '1F73',
  '1FF2',
])

const TEXT_TLV: ReadonlySet<string> = new Set(['07', '15', '42', '44', '1F17', '1F40', '1F41', '1F62', '1F63'])

const AID = '43'
/** What the ids of card schemes' applications begin with (ISO/IEC 7816-5): A00000…, and girocard's D27600…. */
const SCHEMES = [
  [0xa0, 0x00, 0x00],
  [0xd2, 0x76, 0x00],
] as const
/** What stands for the maker's five bytes and up to five of its own: no room for a card number or a PIN block behind them. */
const MOST_AID_BYTES = 10
/** Twelve digits: too few for a card number. */
const MOST_BYTES = 6

export type Openness = 'open' | 'text' | 'hidden'

export function bitmapOpenness(tag: number): Openness {
  return OPEN_BITMAPS.has(tag) ? 'open' : TEXT_BITMAPS.has(tag) ? 'text' : 'hidden'
}

export function tlvOpenness(tag: string, value: Uint8Array): Openness {
  if (TEXT_TLV.has(tag)) return 'text'
  if (tag === AID && value.length <= MOST_AID_BYTES && SCHEMES.some((scheme) => scheme.every((byte, at) => value[at] === byte)))
    return 'open'
  return OPEN_TLV.has(tag) && value.length <= MOST_BYTES ? 'open' : 'hidden'
}

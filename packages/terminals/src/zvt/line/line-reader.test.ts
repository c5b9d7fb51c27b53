import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeenMessage } from '../../line-reader.ts'
import { isLuhnValid } from '../card-digits.ts'
import { decodeBytes } from '../decode-for-people.ts'
import { encodeMessage } from '../encode-message.ts'
import { frameApdu } from '../frame-codec.ts'
import { fromHex, toHex } from '../hex.ts'
import { concat, tlv } from '../tlv-codec.ts'
import { bcd, encodeText } from '../values.ts'
import { createZvtLineReader } from './line-reader.ts'

/** What schemes have given out: beginnings and lengths. */
const ISSUED = [
  ['4', [13, 16, 19]],
  ['51', [16]],
  ['2223', [16]],
  ['37', [15]],
  ['36', [14, 16, 19]],
  ['6759', [13, 14, 15, 16, 17, 18, 19]],
  ['62', [16, 19]],
] as const

/** Card numbers whose every nine digits are unlike anything else on the line. */
const cardNumber = fc
  .tuple(
    fc.constantFrom(...ISSUED.flatMap(([start, lengths]) => lengths.map((length) => [start, length] as const))),
    fc.shuffledSubarray([...'12345678912345678'], { minLength: 17 }),
  )
  .map(([[start, length], digits]) => {
    const body = (start + digits.join('')).slice(0, length - 1)
    return Array.from({ length: 10 }, (_, digit) => body + digit).find(isLuhnValid) ?? ''
  })

const PARTS_TOLD = 9

/** Whether nine digits of the number that follow each other can be read, packed or as text, in one message or over several. */
function survives(seen: readonly SeenMessage[], number: string): boolean {
  const hex = seen.map((message) => message.hex ?? '').join('')
  const texts = String.fromCharCode(...fromHex(hex)).replace(/[^0-9]/g, '')
  const told = seen.map(({ fields, problems }) => JSON.stringify([fields, problems])).join('')
  const places = [hex, texts, told, told.replace(/[^0-9]/g, '')]
  for (let at = 0; at + PARTS_TOLD <= number.length; at += 1) {
    const part = number.slice(at, at + PARTS_TOLD)
    if (places.some((place) => place.includes(part))) return true
  }
  return false
}

function packed(digits: string): Uint8Array {
  return fromHex(digits.length % 2 === 0 ? digits : `${digits}F`)
}

const ebcdic = (digits: string) => Uint8Array.from(digits, (digit) => 0xf0 | Number(digit))
const wide = (digits: string) => Uint8Array.from([...digits].flatMap((digit) => [digit.charCodeAt(0), 0]))
const fullWidth = (digits: string) => Uint8Array.from([...digits].flatMap((digit) => [0xef, 0xbc, 0x90 + Number(digit)]))
const hexOfText = (digits: string) => encodeText(toHex(encodeText(digits)))
const grouped = (digits: string, by: string) => encodeText(digits.replace(/(.{4})(?=.)/g, `$1${by}`))

const ENCODINGS: Readonly<Record<string, (digits: string) => Uint8Array>> = {
  packed,
  'packed with 0 first': (digits) => fromHex(digits.length % 2 === 0 ? digits : `0${digits}`),
  'half a byte off, after a 0': (digits) => packed(`0${digits}`),
  'half a byte off': (digits) => fromHex(`A${digits}${digits.length % 2 === 0 ? 'A' : ''}`),
  text: encodeText,
  'text in fours': (digits) => grouped(digits, ' '),
  'text with dashes': (digits) => grouped(digits, '-'),
  'text with dashes and blanks': (digits) => grouped(digits, ' - '),
  'text with colons': (digits) => grouped(digits, ':'),
  'text with commas': (digits) => grouped(digits, ', '),
  'text with bars': (digits) => grouped(digits, ' | '),
  'text with letters': (digits) => grouped(digits, ' x '),
  'text with many blanks': (digits) => grouped(digits, '      '),
  ebcdic,
  'two bytes a character': wide,
  'full width': fullWidth,
  'hex of text': hexOfText,
  'track 1': (digits) => encodeText(`B${digits}^DOE/JOE^25121011${digits.slice(-6)}`),
  'track 2 text': (digits) => encodeText(`;${digits}=25121011${digits.slice(0, 9)}?`),
  'track 2 packed': (digits) => packed(`${digits}D25121011${digits.slice(0, 9)}`),
}

/** Every bitmap and data object there is a table entry for, and some there is none for. */
const bitmap = (tag: number) => (value: Uint8Array) => encodeMessage({ control: 0x040f, bitmaps: [{ tag, bytes: value }] })
const inTlv = (tag: string) => (value: Uint8Array) => encodeMessage({ control: 0x040f, tlv: [tlv(tag, value)] })
const LLVAR = [0x22, 0x23, 0x2d, 0x8b, 0xa7, 0xd1, 0xe1, 0xe8, 0xf1, 0xf8]
const LLLVAR = [0x24, 0x2e, 0x3c, 0x60, 0x92, 0x9a, 0xaf]
const TLV_TAGS = [
  '07',
  '0A',
  '15',
  '41',
  '42',
  '43',
  '44',
  '46',
  '47',
  '4C',
  '56',
  '57',
  '5A',
  '99',
  '1F0B',
  '1F14',
  '1F1F',
  '1F2B',
]
const MORE_TLV_TAGS = ['1F40', '1F42', '1F44', '1F45', '1F5B', '1F63', '1F73', '5F20', '5F34', '9F1F', 'DF01', 'FF40', 'FF41']
const PLACES: Readonly<Record<string, (value: Uint8Array) => Uint8Array>> = {
  ...Object.fromEntries([...LLVAR, ...LLLVAR].map((tag) => [`BMP ${tag.toString(16)}`, bitmap(tag)])),
  ...Object.fromEntries([...TLV_TAGS, ...MORE_TLV_TAGS].map((tag) => [`TLV ${tag}`, inTlv(tag)])),
  'receipt line': (value) =>
    encodeMessage({ control: 0x06d3, tlv: [tlv('25', [tlv('07', encodeText('Karte')), tlv('07', value)])] }),
  'lone receipt line': (value) => encodeMessage({ control: 0x06d3, tlv: [tlv('07', value)] }),
  'unknown container': (value) => encodeMessage({ control: 0x040f, tlv: [tlv('2E', [tlv('C1', value)])] }),
  'unread bytes': (value) => encodeMessage({ control: 0x040f, rest: concat([Uint8Array.of(0x99), value]) }),
  'a bitmap cut short': (value) => encodeMessage({ control: 0x040f, rest: concat([fromHex('3CF9F9F9'), value]) }),
  'print line': (value) => encodeMessage({ control: 0x06d1, head: concat([Uint8Array.of(0x40), value]) }),
  'odd head': (value) => encodeMessage({ control: 0x06d9, head: concat([Uint8Array.of(0x01), value]) }),
  completion: (value) => encodeMessage({ control: 0x060f, head: value }),
  'sale with the card typed in': (value) =>
    encodeMessage({
      control: 0x0601,
      bitmaps: [
        { tag: 0x04, bytes: bcd(1_250, 6) },
        { tag: 0x22, bytes: value },
      ],
    }),
  'new password': (value) => encodeMessage({ control: 0x0695, head: value }),
  'unknown command': (value) => encodeMessage({ control: 0x06aa, rest: value }),
  'bitmaps themselves': (value) => concat([fromHex('040F'), Uint8Array.of(value.length), value]),
  'container itself': (value) => concat([fromHex('040F'), Uint8Array.of(value.length + 2, 0x06, value.length), value]),
}

/** What the reader says of these APDUs, put on the line in pieces of `size` bytes. */
function capture(
  link: 'serial' | 'tcp',
  apdus: readonly Uint8Array[],
  size = 7,
  breakIt?: (bytes: Uint8Array) => void,
): SeenMessage[] {
  const reader = createZvtLineReader(link)
  const seen: SeenMessage[] = []
  for (const apdu of apdus) {
    const bytes = frameApdu(link, apdu)
    breakIt?.(bytes)
    for (let at = 0; at < bytes.length; at += size) seen.push(...reader.push('from_terminal', bytes.subarray(at, at + size)))
  }
  return [...seen, ...reader.expire('from_terminal')]
}

const link = fc.constantFrom('serial' as const, 'tcp' as const)
const size = fc.integer({ min: 1, max: 60 })

describe('a ZVT line that is captured', () => {
  it('lets no card number or track through, in no encoding and nowhere', () => {
    for (const [place, put] of Object.entries(PLACES))
      for (const [encoding, encode] of Object.entries(ENCODINGS))
        fc.assert(
          fc.property(cardNumber, link, size, (number, over, chunk) => {
            const seen = capture(over, [put(encode(number))], chunk)
            expect(seen.length, `${place}, ${encoding}`).toBeGreaterThan(0)
            expect(survives(seen, number), `${place}, ${encoding}: ${JSON.stringify(seen)}`).toBe(false)
          }),
          { numRuns: 10 },
        )
  })

  it('lets no number through that goes on in the next line or the next message', () => {
    fc.assert(
      fc.property(cardNumber, fc.integer({ min: 1, max: 8 }), fc.constantFrom('print', 'block', 'texts'), (number, cut, how) => {
        const parts = number.match(new RegExp(`.{1,${cut}}`, 'g')) ?? []
        const padded = parts.map((part) => encodeText(part.padEnd(24)))
        const apdus =
          how === 'print'
            ? padded.flatMap((line) => [
                encodeMessage({ control: 0x06d1, head: concat([Uint8Array.of(0x00), line]) }),
                fromHex('800000'),
              ])
            : how === 'block'
              ? [
                  encodeMessage({
                    control: 0x06d3,
                    tlv: [
                      tlv(
                        '25',
                        padded.map((line) => tlv('07', line)),
                      ),
                    ],
                  }),
                ]
              : padded.map((line) =>
                  encodeMessage({ control: 0x04ff, head: Uint8Array.of(0x0e), tlv: [tlv('24', [tlv('07', line)])] }),
                )
        expect(survives(capture('tcp', apdus), number)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('lets nothing of a PIN block through, where one belongs and where none does', () => {
    const places = [0x23, 0x2d, 0x2e, 0x92, 0x9a, 0xaf].map(bitmap)
    const objects = ['1F5B', '99', 'C1', 'DF01', '1F14'].map(inTlv)
    const rest = ['unread bytes', 'unknown command', 'odd head', 'new password', 'unknown container'].map((name) => PLACES[name])
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.constantFrom(...places, ...objects, ...rest),
        (block, put) => {
          const seen = capture('tcp', [put?.(block) ?? block])
          fc.pre(!/^(.)\1*$/.test(toHex(block)) && !toHex(block).startsWith('EEEEEEEE'))
          const told = JSON.stringify(seen).toUpperCase()
          expect(told.includes(toHex(block))).toBe(false)
          expect(told.includes(toHex(block.subarray(2)))).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('tells of bytes it cannot read no digit at all', () => {
    const noise = fc.oneof(cardNumber.map(packed), cardNumber.map(encodeText), fc.uint8Array({ minLength: 1, maxLength: 80 }))
    fc.assert(
      fc.property(noise, link, (bytes, over) => {
        const reader = createZvtLineReader(over)
        const seen = [...reader.push('from_terminal', bytes), ...reader.expire('from_terminal')]
        for (const { name, hex, fields } of seen) {
          if (name !== 'unreadable') continue
          expect(hex).toBeUndefined()
          expect(fields.head).toMatch(/^[A-F*]{0,16}$/)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('shows the id of an application and nothing that is hung on it', () => {
    const [open] = capture('tcp', [encodeMessage({ control: 0x040f, tlv: [tlv('43', fromHex('A0000000041010'))] })])
    expect(open?.hex).toContain('A0000000041010')
    const [hung] = capture('tcp', [
      encodeMessage({ control: 0x040f, tlv: [tlv('43', fromHex('A00000000410101A2B3C4D5E6F7081'))] }),
    ])
    expect(hung?.hex).not.toContain('1A2B3C4D')
  })

  it('does not believe the structure of a frame whose checksum is wrong', () => {
    const apdu = encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x22, bytes: packed('4539148803436467') }] })
    const [seen, ...more] = capture('serial', [apdu], 5, (bytes) => bytes.set([0x23], 6))
    expect(seen).toEqual({
      name: 'unreadable',
      bytes: 14,
      fields: { head: expect.stringMatching(/^[A-F*]{16}$/) },
      problems: [expect.stringContaining('checksum')],
    })
    expect(more).toEqual([])
  })

  it('never throws, and its hex is as long as what came and is read by decode, whatever the bytes are', () => {
    const known = fc.constantFrom('0600', '0601', '040F', '04FF', '060F', '061E', '06D3', '06D1', '841E', '8000', '0FA1')
    const like = fc
      .tuple(known, fc.uint8Array({ maxLength: 60 }))
      .map(([control, data]) => concat([fromHex(control), Uint8Array.of(data.length), data]))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), like), link, size, (bytes, over, chunk) => {
        for (const { hex, bytes: length, name } of capture(over, [bytes], chunk)) {
          if (hex === undefined) continue
          expect(hex.length).toBe(length * 2)
          // Decode takes the bare APDU for one sent over TCP, where no class is believed that the specification has not.
          if (!name.startsWith('unknown_')) expect(decodeBytes(fromHex(hex)).map((message) => message.name)).toEqual([name])
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves what says how a payment went, and the names of what is hidden', () => {
    const reader = createZvtLineReader('serial')
    const sale = encodeMessage({
      control: 0x0601,
      bitmaps: [
        { tag: 0x04, bytes: bcd(1_250, 6) },
        { tag: 0x49, bytes: bcd(978, 2) },
        { tag: 0x22, bytes: packed('4539148803436467') },
      ],
    })
    const status = encodeMessage({
      control: 0x040f,
      bitmaps: [
        { tag: 0x27, bytes: Uint8Array.of(0) },
        { tag: 0x0b, bytes: bcd(4_711, 3) },
        { tag: 0x29, bytes: bcd(52_500_041, 4) },
        { tag: 0x3c, bytes: encodeText('Genehmigt, Beleg 0470') },
      ],
      tlv: [tlv('43', fromHex('A0000000041010'))],
    })
    expect(reader.push('to_terminal', frameApdu('serial', sale))).toMatchObject([
      { name: 'authorisation', hex: '0601150400000000125049097822F0F8EEEEEEEEEEEEEEEE', fields: { amount: 1_250 } },
    ])
    expect(reader.push('from_terminal', Uint8Array.of(0x06))).toMatchObject([{ name: 'ack', hex: '06' }])
    const [seen] = reader.push('from_terminal', frameApdu('serial', status))
    expect(seen?.fields).toMatchObject({
      result: 0,
      trace: 4_711,
      terminal_id: 52_500_041,
      additional_text: 'Genehmigt, Beleg 0470',
      aid: 'A0000000041010',
    })
    expect(seen?.hex).toBe(toHex(status))
  })
})

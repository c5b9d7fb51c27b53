import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLuhnValid, maskText } from './card-digits.ts'
import { decodeMessage } from './decode-message.ts'
import { encodeMessage } from './encode-message.ts'
import { fromHex, toHex } from './hex.ts'
import { findBitmap, findTlv } from './message.ts'
import { redactApdu, redactBytes } from './redact.ts'
import { concat, tlv } from './tlv-codec.ts'
import { bcd, encodeText } from './values.ts'

const NONE = new Uint8Array(0)

/** A random card number with a right check digit. */
const cardNumber = fc
  .tuple(
    fc.constantFrom('4', '5', '2', '6', '37', '4711'),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }),
  )
  .map(([start, digits]) => {
    const body = (start + digits.join('')).slice(0, Math.max(12, digits.length))
    const check = Array.from({ length: 10 }, (_, digit) => body + digit).find(isLuhnValid)
    return check ?? body
  })

function packed(digits: string): Uint8Array {
  return fromHex(digits.length % 2 === 0 ? digits : `${digits}F`)
}

/** Every run of digits in the APDU's hex and in its ASCII, without blanks, dashes and length octets between texts. */
function survives(apdu: Uint8Array, number: string): boolean {
  const ascii = [...apdu].map((byte) => (byte >= 0x30 && byte <= 0x39 ? String.fromCharCode(byte) : '')).join('')
  return toHex(apdu).includes(number) || ascii.includes(number)
}

describe('card data is cut before anything is kept', () => {
  it('keeps first six and last four of bitmap 22 and every length', () => {
    const apdu = encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x22, bytes: packed('4111111111111111') }] })
    expect(toHex(redactApdu(apdu))).toBe('040F0B22F0F8411111EEEEEE1111')
  })

  it('leaves nothing of a card number or track that is cut short', () => {
    expect(toHex(redactApdu(fromHex('040F0A22F0F841111111111111')))).toBe('040F0A22EEEEEEEEEEEEEEEEEE')
    expect(toHex(redactApdu(fromHex('040F0923F1F8411111111111')))).toBe('040F0923EEEEEEEEEEEEEEEE')
  })

  it('leaves a number that the terminal has masked already as it is', () => {
    const apdu = fromHex('040F0B22F0F8EEEEEEEEEEEE4771')
    expect(redactApdu(apdu)).toEqual(apdu)
  })

  it('empties tracks, CVV, PIN data and the password of a command', () => {
    const apdu = encodeMessage({
      control: 0x0631,
      head: bcd('123456', 3),
      bitmaps: [
        { tag: 0x23, bytes: fromHex('4111111111111111D2512101') },
        { tag: 0x24, bytes: fromHex('0159411111') },
        { tag: 0x2d, bytes: encodeText('B4111111111111111^DOE/JOE^2512101') },
        { tag: 0x3a, bytes: fromHex('123F') },
        { tag: 0x04, bytes: bcd(1234, 6) },
      ],
    })
    const redacted = decodeMessage(redactApdu(apdu))
    expect(toHex(redacted.head)).toBe('EEEEEE')
    for (const tag of [0x23, 0x24, 0x2d, 0x3a]) expect(toHex(findBitmap(redacted, tag) ?? NONE)).toMatch(/^E+$/)
    expect(toHex(findBitmap(redacted, 0x04) ?? NONE)).toBe('000000001234')
  })

  it('empties EMV data and cuts a number in a receipt line', () => {
    const apdu = encodeMessage({
      control: 0x06d3,
      tlv: [tlv('25', [tlv('07', encodeText('Karte 4111 1111 1111 1111')), tlv('46', encodeText('A0000000041010 B1D7'))])],
    })
    const redacted = decodeMessage(redactApdu(apdu))
    expect(findTlv(redacted, '25', '07')?.value).toEqual(encodeText('Karte 4111 11** **** 1111'))
    expect(toHex(findTlv(redacted, '25', '46')?.value ?? NONE)).toMatch(/^E+$/)
  })

  it('lets no card number through, wherever it stands', () => {
    const places = fc.constantFrom(
      '22',
      '3C',
      '8B',
      'line',
      'tlv',
      'rest',
      'shifted rest',
      'two bitmaps',
      'two lines',
      'print line',
      'odd head',
    )
    fc.assert(
      fc.property(
        cardNumber,
        places,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('', ' ', '-'),
        (number, place, cut, separator) => {
          const spaced = number.replace(/(.{4})(?=.)/g, `$1${separator}`)
          const text = encodeText(`Karte: ${spaced} ok`)
          const halves = [encodeText(`K ${number.slice(0, cut)}`), encodeText(`${number.slice(cut)} ok`)] as const
          const rest = concat([Uint8Array.of(0x99), packed(number)])
          const apdus: Record<string, () => Uint8Array> = {
            '22': () => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x22, bytes: packed(number) }] }),
            '3C': () => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x3c, bytes: text }] }),
            '8B': () => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x8b, bytes: text }] }),
            line: () => encodeMessage({ control: 0x06d3, tlv: [tlv('25', [tlv('07', text)])] }),
            tlv: () => encodeMessage({ control: 0x040f, tlv: [tlv('1F5B', packed(number))] }),
            rest: () => encodeMessage({ control: 0x040f, rest }),
            'shifted rest': () =>
              encodeMessage({ control: 0x040f, rest: fromHex(`99A${number}${number.length % 2 === 0 ? 'A' : ''}`) }),
            'two bitmaps': () =>
              encodeMessage({
                control: 0x040f,
                bitmaps: [
                  { tag: 0x3c, bytes: halves[0] },
                  { tag: 0x8b, bytes: halves[1] },
                ],
              }),
            'two lines': () => encodeMessage({ control: 0x06d3, tlv: [tlv('25', [tlv('07', halves[0]), tlv('07', halves[1])])] }),
            'print line': () => encodeMessage({ control: 0x06d1, head: concat([Uint8Array.of(0x40), text]) }),
            'odd head': () => encodeMessage({ control: 0x06d9, head: concat([Uint8Array.of(0x01), packed(number)]) }),
          }
          const apdu = apdus[place]?.() ?? NONE
          expect(survives(apdu, number)).toBe(true)
          const redacted = redactApdu(apdu)
          expect(survives(redacted, number)).toBe(false)
          expect(redacted.length).toBe(apdu.length)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('never throws and never changes the length, whatever the bytes are', () => {
    const known = fc.constantFrom('0600', '0601', '040F', '04FF', '060F', '061E', '06D3', '06D1', '841E', '8000', '0FA1')
    const zvtLike = fc.tuple(known, fc.uint8Array({ maxLength: 60 })).map(([control, data]) => concat([fromHex(control), data]))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), zvtLike), (bytes) => {
        const redacted = redactApdu(bytes)
        expect(redacted.length).toBe(bytes.length)
        expect(redactApdu(redacted).length).toBe(bytes.length)
      }),
      { numRuns: 5_000 },
    )
  })

  const inText = (text: string) => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x3c, bytes: encodeText(text) }] })
  const inTlv = (tag: string, value: Uint8Array) => encodeMessage({ control: 0x040f, tlv: [tlv(tag, value)] })

  it.each(['  ', '_', '\r\n', '\u00a0', '\0', ' - '.slice(0, 2)])('finds a number whose groups are parted by %j', (part) => {
    expect(survives(redactApdu(inText(['K', '4111', '1111', '1111', '1111'].join(part))), '4111111111111111')).toBe(false)
    expect(maskText(['4111', '1111', '1111', '1111'].join(part)).replace(/[^0-9*]/g, '')).toBe('411111******1111')
  })

  it('finds a number in two bytes a character', () => {
    const wide = Buffer.from('4111111111111111', 'utf16le')
    const apdu = encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x3c, bytes: Uint8Array.from(wide) }] })
    expect(survives(redactApdu(apdu), '4111111111111111')).toBe(false)
  })

  it.each(['43', '4C', '41', '0A', '1D', '1E', '1F00', '1F0B', '1F1F', '1F2B', '1F42', '1F44', '1F45', '1F73'])(
    'finds a number in TLV %s, where only short or other values belong',
    (tag) => {
      for (const number of ['4111111111111111', '378282246310005', '6304000000000000000']) {
        expect(survives(redactApdu(inTlv(tag, packed(number))), number)).toBe(false)
        expect(survives(redactApdu(inTlv(tag, encodeText(number))), number)).toBe(false)
      }
    },
  )

  it('finds a packed number that happens to be letters, in a MAC, in totals of a wrong length, in an unknown command', () => {
    const number = '5555555555554444'
    for (const bitmap of [
      { tag: 0x3c, bytes: packed(number) },
      { tag: 0xeb, bytes: packed(number) },
      { tag: 0x60, bytes: packed(number) },
    ])
      expect(survives(redactApdu(encodeMessage({ control: 0x040f, bitmaps: [bitmap] })), number)).toBe(false)
    for (const other of [number, '30569309025904', '4222222222222', '378282246310005'])
      expect(survives(redactApdu(concat([fromHex('06AA'), Uint8Array.of(packed(other).length), packed(other)])), other)).toBe(
        false,
      )
  })

  /** Where a value may stand whose bytes nobody has described. */
  const PLACES: Readonly<Record<string, (value: Uint8Array) => Uint8Array>> = {
    'BMP 3C': (value) => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x3c, bytes: value }] }),
    'BMP 60': (value) => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x60, bytes: value }] }),
    'TLV 1F5B': (value) => inTlv('1F5B', value),
    'TLV DF01': (value) => inTlv('DF01', value),
    'TLV 07': (value) => inTlv('07', value),
    'receipt line': (value) => encodeMessage({ control: 0x06d3, tlv: [tlv('25', [tlv('07', value)])] }),
    'unread bytes': (value) => encodeMessage({ control: 0x040f, rest: concat([Uint8Array.of(0x99), value]) }),
    'unknown command': (value) => encodeMessage({ control: 0x06aa, rest: value }),
    'odd head': (value) => encodeMessage({ control: 0x06d9, head: concat([Uint8Array.of(0x01), value]) }),
  }
  const digitsOf = (apdu: Uint8Array, zero: number) =>
    [...apdu].map((byte) => (byte >= zero && byte <= zero + 9 ? String(byte - zero) : '')).join('')
  const issued = fc
    .tuple(fc.constantFrom(['4', 16], ['51', 16], ['37', 15], ['6759', 19]), fc.shuffledSubarray([...'12345678912345678']))
    .map(([[start = '', length = 16], digits]) => {
      const body = `${start}${digits.join('')}12345678912345678`.slice(0, Number(length) - 1)
      return Array.from({ length: 10 }, (_, digit) => body + digit).find(isLuhnValid) ?? ''
    })
  const additional = fc.stringMatching(/^[1-9]{9}$/)

  it.each(Object.keys(PLACES))('finds a number in EBCDIC in %s, also one in groups', (place) => {
    fc.assert(
      fc.property(issued, fc.constantFrom('', ' ', '-'), (number, by) => {
        const code = { ' ': 0x40, '-': 0x60 } as Readonly<Record<string, number>>
        const written = [...number.replace(/(.{4})(?=.)/g, `$1${by}`)]
        const value = Uint8Array.from(written, (character) => code[character] ?? 0xf0 + Number(character))
        const apdu = PLACES[place]?.(value) ?? NONE
        expect(digitsOf(apdu, 0xf0)).toContain(number)
        const redacted = redactApdu(apdu)
        expect(digitsOf(redacted, 0xf0)).not.toContain(number)
        expect(redacted.length).toBe(apdu.length)
      }),
    )
  })

  it.each(Object.keys(PLACES))('leaves nothing of what stands behind a number on a track in %s', (place) => {
    fc.assert(
      fc.property(issued, additional, (number, added) => {
        const tracks = [
          packed(`${number}D2512101${added}`),
          encodeText(`;${number}=2512101${added}?`),
          encodeText(`B${number}^DOE/JOE^2512101${added}`),
        ]
        for (const track of tracks) {
          const redacted = redactApdu(PLACES[place]?.(track) ?? NONE)
          const told = [toHex(redacted), String.fromCharCode(...redacted)]
          for (const secret of [number, added, `2512101${added}`.slice(3)])
            expect(
              told.some((text) => text.includes(secret)),
              `${place}: ${told.join(' ')}`,
            ).toBe(false)
        }
      }),
    )
  })

  it('leaves ids and merchant numbers that no scheme could have given out', () => {
    for (const [tag, value] of [
      ['43', 'A0000000041010'],
      ['43', 'A000000003101004'],
      ['4C', '000000000000081CA72F'],
    ] as const)
      expect(toHex(redactApdu(inTlv(tag, fromHex(value))))).toContain(value)
    const merchant = (number: string) => encodeMessage({ control: 0x040f, bitmaps: [{ tag: 0x2a, bytes: encodeText(number) }] })
    // Passes the check, as every tenth number does.
    expect(isLuhnValid('100437000000045')).toBe(true)
    expect(redactApdu(merchant('100437000000045'))).toEqual(merchant('100437000000045'))
    expect(survives(redactApdu(merchant('378282246310005')), '378282246310005')).toBe(false)
  })

  it('keeps what no card number is', () => {
    expect(maskText('Terminal 28004869 Beleg 0470 12,34 EUR 18.10.2021 22:55:50')).toBe(
      'Terminal 28004869 Beleg 0470 12,34 EUR 18.10.2021 22:55:50',
    )
  })

  it('keeps length and a digitless head of bytes that are no message', () => {
    expect(redactBytes(fromHex('4111111111111111D251'))).toEqual({ length: 10, head: '****************' })
    expect(redactBytes(fromHex('FFAB15'))).toEqual({ length: 3, head: 'FFAB**' })
  })
})

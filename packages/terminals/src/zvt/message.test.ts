import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBytes } from './decode-for-people.ts'
import { decodeMessage } from './decode-message.ts'
import { encodeMessage } from './encode-message.ts'
import { fromHex, toHex } from './hex.ts'
import { findBitmap, findTlv, messageName } from './message.ts'
import { tlv } from './tlv-codec.ts'
import { amountBcd, bcd, currencyBcd, encodeText } from './values.ts'

const NONE = new Uint8Array(0)

function hex(bytes: Uint8Array | undefined): string {
  return toHex(bytes ?? NONE)
}

/** Bytes with the look of ZVT: known controls, bitmaps and containers, sometimes cut or spoilt. */
const zvtLike = fc
  .tuple(
    fc.constantFrom('0600', '0601', '040F', '04FF', '060F', '061E', '06D3', '0501', '841E', '8000', '06C0', '0F77', '99AA'),
    fc.array(
      fc.constantFrom(
        '123456',
        'DE',
        '0978',
        '270',
        '04000000001234',
        '22F0F3411111',
        '06',
        '0606',
        '1F1001',
        '24',
        '2582',
        '8BF0F2',
        '60F0F1',
        'FF',
        '00',
        '6C',
      ),
      { maxLength: 12 },
    ),
    fc.integer({ min: 0, max: 40 }),
  )
  .map(([control, parts, length]) => {
    const data = parts.join('')
    return fromHex(`${control}${length.toString(16).padStart(2, '0')}${data.length % 2 === 0 ? data : `${data}0`}`)
  })

describe('a ZVT message', () => {
  it('is built from its parts', () => {
    const sale = encodeMessage({
      control: 0x0601,
      bitmaps: [
        { tag: 0x04, bytes: amountBcd(1010) },
        { tag: 0x49, bytes: currencyBcd('EUR') },
      ],
    })
    expect(toHex(sale)).toBe('06010A04000000001010490978')
    expect(toHex(encodeMessage({ control: 0x8000 }))).toBe('800000')
    expect(toHex(encodeMessage({ control: 0x8000, tlv: [tlv('1F73', bcd(1, 3))] }))).toBe('80000806061F7303000001')
  })

  it('takes the long length from 255 bytes on', () => {
    const line = (length: number) => encodeMessage({ control: 0x06d1, head: new Uint8Array(length) })
    expect(toHex(line(254).subarray(0, 3))).toBe('06D1FE')
    expect(toHex(line(255).subarray(0, 5))).toBe('06D1FFFF00')
    expect(toHex(line(258).subarray(0, 5))).toBe('06D1FF0201')
    expect(() => line(70_000)).toThrow('65,535')
  })

  it('refuses a value that does not fit its bitmap', () => {
    expect(() => encodeMessage({ control: 0x0601, bitmaps: [{ tag: 0x04, bytes: NONE }] })).toThrow('Bitmap 04 is 6 bytes long')
    expect(() => amountBcd(12.5)).toThrow('whole number')
    expect(() => amountBcd(1_000_000_000_000)).toThrow('6 BCD bytes')
    expect(() => currencyBcd('XXX')).toThrow('ISO 4217')
  })

  it('keeps an unknown bitmap and everything after it, with the reason', () => {
    const message = decodeMessage(fromHex('040F05 2700 6C0102'))
    expect(hex(findBitmap(message, 0x27))).toBe('00')
    expect(hex(message.rest)).toBe('6C0102')
    expect(message.problems).toEqual(['bitmap 6C is unknown, so is its length: 3 bytes kept unread'])
  })

  it('keeps unknown data objects and reads around them', () => {
    const message = decodeMessage(fromHex('040F0C 060A 1F7E02AABB 41 02000A 14'.replace('0A 1F', '0A1F')))
    expect(hex(findTlv(message, '1F7E')?.value)).toBe('AABB')
    expect(hex(findTlv(message, '41')?.value)).toBe('000A')
  })

  it('reads an intermediate status with and without the timeout before its container', () => {
    expect(hex(findTlv(decodeMessage(fromHex('04FF0917 06061F7303000001')), '1F73')?.value)).toBe('000001')
    expect(hex(findTlv(decodeMessage(fromHex('04FF0A1701 06061F7303000001')), '1F73')?.value)).toBe('000001')
    // 06 minutes of timeout, then the container.
    expect(hex(decodeMessage(fromHex('04FF0A1706 06061F7303000001')).head)).toBe('1706')
  })

  it('reads a completion by the command it ends', () => {
    const bytes = fromHex('060F0119')
    expect(hex(decodeMessage(bytes, { completes: 0x0501 }).head)).toBe('19')
    expect(hex(findBitmap(decodeMessage(fromHex('060F0227E0'), { completes: 0x0650 }), 0x27))).toBe('E0')
    expect(hex(decodeMessage(fromHex('060F00')).head)).toBe('')
    expect(hex(decodeMessage(fromHex('060F019C')).head)).toBe('9C')
  })

  it('reads an abort without its result byte', () => {
    expect(decodeMessage(fromHex('061E00'))).toMatchObject({ control: 0x061e, problems: [] })
  })

  it('reads containers whose lengths claim more than is there, and says so', () => {
    const [message] = decodeBytes(fromHex('061E0E B806112309 08020123 08024567'))
    expect(message?.fields.receipts).toEqual(['0123', '4567'])
    expect(message?.problems.join()).toContain('says 17 bytes, 10 are here')
  })

  it('says when a message is longer or shorter than its length', () => {
    expect(decodeMessage(fromHex('040F06000102')).problems[0]).toBe('the APDU says 6 data bytes, 3 are here')
    expect(decodeMessage(fromHex('060F0001')).problems).toEqual(['1 bytes after the end of the APDU'])
    expect(decodeMessage(fromHex('06')).problems).toEqual(['1 bytes are too few for an APDU'])
  })

  it('has a name, known or not', () => {
    expect(messageName(0x040f)).toBe('status_information')
    expect(messageName(0x84aa)).toBe('negative_acknowledgement')
    expect(messageName(0x06aa)).toBe('unknown_06aa')
  })

  it('never throws and comes back byte for byte, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ minLength: 3, maxLength: 120 }), zvtLike), (bytes) => {
        const message = decodeMessage(bytes)
        const headless = message.problems.some((problem) => problem.endsWith('too few for an APDU'))
        if (!headless) expect(toHex(encodeMessage(message))).toBe(toHex(bytes))
      }),
      { numRuns: 5_000 },
    )
  })

  it('is shown to people without throwing, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 120 }), zvtLike),
        fc.constantFrom('serial', 'tcp', undefined),
        (bytes, link) => {
          const shown = decodeBytes(bytes, link)
          expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('what people see', () => {
  it('never holds a whole card number', () => {
    const apdu = encodeMessage({
      control: 0x040f,
      bitmaps: [
        { tag: 0x22, bytes: fromHex('4111111111111111') },
        { tag: 0x23, bytes: fromHex('4111111111111111D2512101') },
        { tag: 0x3c, bytes: encodeText('Karte 4111 1111 1111 1111') },
      ],
    })
    const [message] = decodeBytes(apdu)
    expect(message?.fields).toMatchObject({
      card_number: '411111******1111',
      track_2: 'redacted',
      additional_text: 'Karte 4111 11** **** 1111',
    })
    expect(JSON.stringify(message).replace(/[ -]/g, '')).not.toContain('4111111111111111')
  })

  it('tells serial from TCP and reads whole dialogues', () => {
    expect(decodeBytes(fromHex('0610028000001003F51F')).map(({ name }) => name)).toEqual(['ack', 'positive_acknowledgement'])
    expect(decodeBytes(fromHex('80000004FF010A060F00')).map(({ name }) => name)).toEqual([
      'positive_acknowledgement',
      'intermediate_status',
      'completion',
    ])
    expect(decodeBytes(fromHex('0501031234568000 00060F0119')).at(-1)?.fields).toMatchObject({ terminal_status: 0x19 })
  })

  it('resolves a name with two meanings by the message', () => {
    expect(decodeBytes(fromHex('06C0030F1910'))[0]?.fields).toMatchObject({ timeout_s: 15, card_type: 0x10 })
    expect(decodeBytes(fromHex('040F0419608A06'))[0]).toMatchObject({
      fields: { payment_type: 0x60, card_type: 6 },
      aliases: { CardType: 'Mastercard' },
    })
    expect(decodeBytes(fromHex('060F021910'))[0]?.fields).toMatchObject({ status_byte: 0x10 })
  })

  it('names a refused frame, its bytes and the reason', () => {
    expect(decodeBytes(fromHex('10028000001003F520'))[0]).toMatchObject({
      name: 'positive_acknowledgement',
      problems: ['the checksum (CRC) is wrong: the frame is refused'],
    })
    expect(decodeBytes(fromHex('150369'))[0]).toMatchObject({ name: 'discarded', fields: { length: 3, head: '******' } })
  })
})

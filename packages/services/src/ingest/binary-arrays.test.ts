import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeArray } from './binary-arrays.ts'

/** array_recv: dimensions, has-null, OID, length, lower bound. */
const head = (hasNull: number, oid: number, length: number) =>
  [1, hasNull, oid, length, 1].map((n) => n.toString(16).padStart(8, '0')).join('')

describe('binary arrays', () => {
  it.each([
    ['int4', [1, -2, null], `${head(1, 23, 3)}00000004000000010000000 4fffffffeffffffff`],
    ['int8', [1, -1, 2 ** 53 - 1], `${head(0, 20, 3)}000000080000000000000001 00000008ffffffffffffffff 00000008001fffffffffffff`],
    ['bool', [true, false], `${head(0, 16, 2)}0000000101 0000000100`],
    ['date', ['2000-01-02', '1999-12-31'], `${head(0, 1082, 2)}0000000400000001 00000004ffffffff`],
    ['timestamptz', [Date.UTC(2000, 0, 1) + 1], `${head(0, 1184, 1)}0000000800000000000003e8`],
    ['text', ['é', 'a\u0000b'], `${head(0, 25, 2)}00000002c3a9 0000000561efbfbd62`],
    ['bytea', [Buffer.from([1, 0]), 'x\u0000'], `${head(0, 17, 2)}000000020100 000000027800`],
    ['jsonb', ['{}'], `${head(0, 3802, 1)}00000003017b7d`],
    ['uuid', ['00112233-4455-6677-8899-aabbccddeeff'], `${head(0, 2950, 1)}0000001000112233445566778899aabbccddeeff`],
    ['text', [], '000000000000000000000019'],
  ] as const)('of %s: %j', (type, cells, hex) => {
    expect(encodeArray(type, cells).toString('hex')).toBe(hex.replaceAll(' ', ''))
  })

  it('writes numbers and texts of any length as the engine does', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.maxSafeInteger(), fc.integer(), fc.uuid(), text)), (rows) => {
        const cells = (type: 'int8' | 'int4' | 'uuid' | 'text', column: 0 | 1 | 2 | 3): Buffer =>
          encodeArray(
            type,
            rows.map((row) => row[column]),
          ).subarray(20)
        const int8 = rows.map(([value]) => Buffer.concat([length(8), bigint(value)]))
        const int4 = rows.map(([, value]) => Buffer.concat([length(4), length(value)]))
        const uuid = rows.map(([, , value]) => Buffer.concat([length(16), Buffer.from(value.replaceAll('-', ''), 'hex')]))
        const texts = rows.map(([, , , value]) => Buffer.from(value.replaceAll('\u0000', '\ufffd'), 'utf8'))
        expect(cells('int8', 0).equals(Buffer.concat(int8))).toBe(true)
        expect(cells('int4', 1).equals(Buffer.concat(int4))).toBe(true)
        expect(cells('uuid', 2).equals(Buffer.concat(uuid))).toBe(true)
        expect(cells('text', 3).equals(Buffer.concat(texts.flatMap((bytes) => [length(bytes.length), bytes])))).toBe(true)
      }),
    )
  })
})

function length(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeInt32BE(value)
  return out
}

function bigint(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeBigInt64BE(BigInt(value))
  return out
}

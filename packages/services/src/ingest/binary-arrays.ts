/**
 * PostgreSQL arrays in binary form: `pg` sends a Buffer as it is, the server reads it with array_recv. A third of the cost of
 * text arrays on both sides. Layout (array_recv): dimensions, has-null flag, element OID, length, lower bound, then each
 * element as length (-1 for NULL) and bytes; everything big-endian.
 */
const OID = { bool: 16, bytea: 17, int8: 20, int4: 23, text: 25, jsonb: 3802, date: 1082, timestamptz: 1184, uuid: 2950 } as const

export type ArrayType = keyof typeof OID
type Cell = string | number | boolean | Uint8Array | null

const HEADER_BYTES = 20
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
const TWO_32 = 2 ** 32

/** Encodes one column. Dates are `2026-01-31`, timestamptz are ms since 1970, uuids canonical text, jsonb JSON text. */
export function encodeArray(type: ArrayType, cells: readonly Cell[]): Buffer {
  const fixed = FIXED_BYTES[type]
  const size = fixed === undefined ? variableBytes(cells) : cells.length * (4 + fixed)
  const out = Buffer.allocUnsafe(HEADER_BYTES + size)
  let hasNull = 0
  let at = HEADER_BYTES
  for (const cell of cells) {
    if (cell === null) {
      hasNull = 1
      at = out.writeInt32BE(-1, at)
    } else {
      const end = writeCell(out, at + 4, type, cell)
      out.writeInt32BE(end - at - 4, at)
      at = end
    }
  }
  out.writeInt32BE(cells.length === 0 ? 0 : 1, 0)
  out.writeInt32BE(hasNull, 4)
  out.writeInt32BE(OID[type], 8)
  if (cells.length === 0) return out.subarray(0, 12)
  out.writeInt32BE(cells.length, 12)
  out.writeInt32BE(1, 16)
  return out.subarray(0, at)
}

const FIXED_BYTES: Partial<Record<ArrayType, number>> = { bool: 1, int4: 4, int8: 8, date: 4, timestamptz: 8, uuid: 16 }

function variableBytes(cells: readonly Cell[]): number {
  let bytes = 0
  // A UTF-16 unit is at most three bytes of UTF-8; one more for jsonb's version.
  for (const cell of cells)
    bytes += 5 + (typeof cell === 'string' ? cell.length * 3 : cell instanceof Uint8Array ? cell.length : 0)
  return bytes
}

function writeCell(out: Buffer, at: number, type: ArrayType, cell: Exclude<Cell, null>): number {
  switch (type) {
    case 'bool':
      return out.writeUInt8(cell === true ? 1 : 0, at)
    case 'int4':
      return out.writeInt32BE(Number(cell), at)
    case 'int8':
      return writeInt8(out, at, Number(cell))
    case 'timestamptz':
      return writeInt8(out, at, (Number(cell) - EPOCH_MS) * 1000)
    case 'date':
      return out.writeInt32BE(Math.floor((Date.parse(String(cell)) - EPOCH_MS) / DAY_MS), at)
    case 'uuid':
      return at + out.write(String(cell).replaceAll('-', ''), at, 'hex')
    case 'bytea':
      if (cell instanceof Uint8Array) {
        out.set(cell, at)
        return at + cell.length
      }
      return at + out.write(String(cell), at, 'utf8')
    case 'text':
      return at + out.write(withoutNul(String(cell)), at, 'utf8')
    case 'jsonb':
      out[at] = 1
      return at + 1 + out.write(String(cell), at + 1, 'utf8')
  }
}

/** Two halves instead of a bigint per cell; exact for every safe integer, below zero too. */
function writeInt8(out: Buffer, at: number, value: number): number {
  const high = Math.floor(value / TWO_32)
  out.writeInt32BE(high, at)
  return out.writeUInt32BE(value - high * TWO_32, at + 4)
}

/** PostgreSQL's text cannot hold U+0000; the exact bytes stay in the event's body. */
export function withoutNul(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text
}

/** APPNOTE 4.3: what stands before and behind the files of a ZIP. Sizes follow each file, so nothing is known beforehand. */
const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const END64_LOCATOR = 0x07064b50
const VERSION = 45
/** Sizes in a descriptor; the name is UTF-8. */
const FLAGS = 0x0808
/** The same without sizes behind the file: they are known beforehand. */
const FLAGS_STORED = 0x0800
const STORED = 0
const DEFLATED = 8
/** 1980-01-01, 00:00: what the files are is told inside. */
const DATE = 0x21
const MOST_32 = 0xffffffff

export interface ZippedFile {
  readonly name: string
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly headerAt: number
  /** As it is, not deflated. */
  readonly stored?: true
}

export function localHeader(name: string): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(LOCAL, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt16LE(DATE, 12)
  header.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([header, Buffer.from(name)])
}

/** Of a small file that stands in the ZIP as it is. */
export function storedHeader({ name, crc, bytes }: Pick<ZippedFile, 'name' | 'crc' | 'bytes'>): Buffer {
  const header = localHeader(name)
  header.writeUInt16LE(FLAGS_STORED, 6)
  header.writeUInt16LE(STORED, 8)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(bytes, 18)
  header.writeUInt32LE(bytes, 22)
  return header
}

/** Throws a RangeError for a file of 4 GB or more: its descriptor would need another form. */
export function descriptor({ name, crc, packedBytes, bytes }: ZippedFile): Buffer {
  if (packedBytes >= MOST_32 || bytes >= MOST_32) throw new RangeError(`${name} is too large for one file of a ZIP`)
  const record = Buffer.alloc(16)
  record.writeUInt32LE(DESCRIPTOR, 0)
  record.writeUInt32LE(crc, 4)
  record.writeUInt32LE(packedBytes, 8)
  record.writeUInt32LE(bytes, 12)
  return record
}

export function directory(files: readonly ZippedFile[], startAt: number): Buffer {
  const central = Buffer.concat(files.map(centralHeader))
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(END64, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(VERSION, 12)
  end64.writeUInt16LE(VERSION, 14)
  end64.writeBigUInt64LE(BigInt(files.length), 24)
  end64.writeBigUInt64LE(BigInt(files.length), 32)
  end64.writeBigUInt64LE(BigInt(central.length), 40)
  end64.writeBigUInt64LE(BigInt(startAt), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(END64_LOCATOR, 0)
  locator.writeBigUInt64LE(BigInt(startAt + central.length), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(Math.min(files.length, 0xffff), 8)
  end.writeUInt16LE(Math.min(files.length, 0xffff), 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(Math.min(startAt, MOST_32), 16)
  return Buffer.concat([central, end64, locator, end])
}

function centralHeader({ name, crc, packedBytes, bytes, headerAt, stored }: ZippedFile): Buffer {
  const far = headerAt >= MOST_32
  const extra = Buffer.alloc(far ? 12 : 0)
  if (far) {
    extra.writeUInt16LE(0x0001, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(headerAt), 4)
  }
  const header = Buffer.alloc(46)
  header.writeUInt32LE(CENTRAL, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(VERSION, 6)
  header.writeUInt16LE(stored ? FLAGS_STORED : FLAGS, 8)
  header.writeUInt16LE(stored ? STORED : DEFLATED, 10)
  header.writeUInt16LE(DATE, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packedBytes, 20)
  header.writeUInt32LE(bytes, 24)
  header.writeUInt16LE(Buffer.byteLength(name), 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(far ? MOST_32 : headerAt, 42)
  return Buffer.concat([header, Buffer.from(name), extra])
}

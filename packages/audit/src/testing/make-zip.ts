import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP in memory, every other file deflated. */
export function makeZip(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [place, [name, content]] of Object.entries(files).entries()) {
    const bytes = Buffer.from(content as Uint8Array)
    const method = place % 2 === 0 ? 8 : 0
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), common, tail, Buffer.from(name))
    bodies.push(Buffer.from('504b0304', 'hex'), common, Buffer.from(name), packed)
    at += 30 + Buffer.byteLength(name) + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, central, end])
}

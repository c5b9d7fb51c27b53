import { Identity } from '../link/identity.ts'

/** One agent's undelivered stream: who it is, and its outbox, gzipped. */
export interface ExportPart {
  readonly identity: Identity
  readonly outbox: Buffer
}

/** Identity and outbox in turn, each after its length in four bytes. */
export function packParts(parts: readonly ExportPart[]): Buffer {
  return Buffer.concat(
    parts.flatMap(({ identity, outbox }) => {
      const who = Buffer.from(JSON.stringify(identity))
      return [lengthOf(who), who, lengthOf(outbox), outbox]
    }),
  )
}

/** Throws where the lengths do not fit or an identity is none. */
export function unpackParts(plain: Buffer): readonly ExportPart[] {
  const parts: ExportPart[] = []
  let at = 0
  const next = () => {
    const from = at + 4
    at = from + plain.readUInt32BE(at)
    if (at > plain.length) throw new Error('This export ends before its end.')
    return plain.subarray(from, at)
  }
  while (at < plain.length) {
    const identity = Identity.parse(JSON.parse(next().toString('utf8')))
    parts.push({ identity, outbox: next() })
  }
  return parts
}

/** The first layout, which older agents read too: one identity after its length, and its outbox to the end. */
export function packOnlyPart({ identity, outbox }: ExportPart): Buffer {
  const who = Buffer.from(JSON.stringify(identity))
  return Buffer.concat([lengthOf(who), who, outbox])
}

export function unpackOnlyPart(plain: Buffer): ExportPart {
  const length = plain.readUInt32BE(0)
  return { identity: Identity.parse(JSON.parse(plain.toString('utf8', 4, 4 + length))), outbox: plain.subarray(4 + length) }
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

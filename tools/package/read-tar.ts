import { gunzipSync } from 'node:zlib'

export interface PackedFile {
  readonly path: string
  readonly mode: number
  readonly bytes: Buffer
}

/** The bytes of one plain file of a `.tgz`, as npm packs it; throws when it is not there. */
export function readFromTgz(tgz: Buffer, name: string): Buffer {
  for (const { path, bytes } of readTgz(tgz)) if (path === name) return bytes
  throw new Error(`the archive has no ${name}`)
}

/** The plain files of a `.tgz`; long names as ustar or pax write them. */
export function* readTgz(tgz: Buffer): Generator<PackedFile> {
  const tar = gunzipSync(tgz)
  let paxPath: string | undefined
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8) || 0
    const bytes = tar.subarray(at + 512, at + 512 + size)
    const kind = String.fromCharCode(tar[at + 156] ?? 0)
    const [name, prefix] = [textAt(tar, at, 100), textAt(tar, at + 345, 155)]
    const path: string = paxPath ?? (prefix === '' ? name : `${prefix}/${name}`)
    paxPath = kind === 'x' ? /^\d+ path=(.*)$/m.exec(bytes.toString('utf8'))?.[1] : undefined
    if (kind === '0' || kind === '\0') yield { path, mode: Number.parseInt(textAt(tar, at + 100, 8), 8) || 0o644, bytes }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

function textAt(tar: Buffer, from: number, length: number): string {
  const end = tar.indexOf(0, from)
  return tar.toString('utf8', from, end < 0 ? from + length : Math.min(end, from + length))
}

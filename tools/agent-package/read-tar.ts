import { gunzipSync } from 'node:zlib'

/** The bytes of one plain file of a `.tgz`, as npm packs it; throws when it is not there. */
export function readFromTgz(tgz: Buffer, name: string): Buffer {
  const tar = gunzipSync(tgz)
  for (let at = 0; at + 512 <= tar.length; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0
    const end = tar.indexOf(0, at)
    if (tar.toString('utf8', at, Math.min(end, at + 100)) === name) return tar.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error(`the archive has no ${name}`)
}

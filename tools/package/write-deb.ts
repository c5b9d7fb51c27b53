import { gzipSync } from 'node:zlib'
import { DATE_S, type Entry, writeTar } from './write-tar.ts'

export interface DebOptions {
  readonly control: string
  readonly scripts: Readonly<Record<string, string>>
  readonly files: readonly Entry[]
  readonly level: number
}

/** A Debian package: an `ar` of its version, the control archive and the files. */
export function writeDeb({ control, scripts, files, level }: DebOptions): Buffer {
  const inRoot = files.map((file) => ({ ...file, path: `./${file.path}` }))
  const about = [
    { path: './control', mode: 0o644, bytes: Buffer.from(control) },
    ...Object.entries(scripts).map(([name, text]) => ({ path: `./${name}`, mode: 0o755, bytes: Buffer.from(text) })),
  ]
  return Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...member('debian-binary', Buffer.from('2.0\n')),
    ...member('control.tar.gz', gzipSync(writeTar(about), { level })),
    ...member('data.tar.gz', gzipSync(writeTar(inRoot), { level })),
  ])
}

function member(name: string, bytes: Buffer): Buffer[] {
  const text = [name.padEnd(16), String(DATE_S).padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '100644'.padEnd(8)].join('')
  const header = `${text}${String(bytes.length).padEnd(10)}\`\n`
  return [Buffer.from(header), bytes, Buffer.alloc(bytes.length % 2, '\n')]
}

/** A file or folder of an archive; everything belongs to root and bears the same date, so that the same files make the same bytes. */
export interface Entry {
  readonly path: string
  readonly mode: number
  /** Left out for a folder. */
  readonly bytes?: Buffer
  readonly linkTo?: string
}

/** 2020-01-01: later than what old tools refuse, the same on each machine. */
export const DATE_S = 1_577_836_800

/** A ustar archive; folders above an entry are put in by themselves. */
export function writeTar(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  for (const entry of withFolders(entries)) {
    const bytes = entry.bytes ?? Buffer.alloc(0)
    parts.push(header(entry), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

function withFolders(entries: readonly Entry[]): Entry[] {
  const all = new Map<string, Entry>()
  for (const entry of entries) {
    const names = entry.path.split('/')
    for (let depth = 1; depth < names.length; depth += 1) {
      const path = `${names.slice(0, depth).join('/')}/`
      if (!all.has(path)) all.set(path, { path, mode: 0o755 })
    }
    all.set(entry.path, entry)
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function header({ path, mode, bytes, linkTo }: Entry): Buffer {
  const [prefix, name] = split(path)
  const block = Buffer.alloc(512)
  const octal = (value: number, at: number, size: number) => block.write(value.toString(8).padStart(size - 1, '0'), at)
  block.write(name)
  octal(mode, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(bytes?.length ?? 0, 124, 12)
  octal(DATE_S, 136, 12)
  block.write(' '.repeat(8), 148)
  block.write(linkTo !== undefined ? '2' : path.endsWith('/') ? '5' : '0', 156)
  if (Buffer.byteLength(linkTo ?? '') > 100) throw new RangeError(`${linkTo} is too long for a plain tar`)
  block.write(linkTo ?? '', 157)
  block.write('ustar\0' + '00', 257)
  block.write('root', 265)
  block.write('root', 297)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** ustar keeps the folders of a long path in a field of their own. */
function split(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)]
    if (name !== '' && Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return [prefix, name]
  }
  throw new RangeError(`${path} is too long for a plain tar`)
}

/** Where a bundle's files come from: a folder, a ZIP, or memory. */
export interface BundleSource {
  /** Of the files, with their sizes in bytes once unpacked. */
  readonly files: ReadonlyMap<string, number>
  /**
   * Ranges of entries of which it may have no more than the leaf hash, ascending: it stands in their line, hexadecimal. No file can
   * claim this of itself.
   */
  readonly away?: readonly { readonly from: number; readonly to: number }[]
  /** The file's bytes, in pieces. Throws when there is no such file. */
  read(name: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** The bundle, or a part of it, is not of the form it must have. */
export class MalformedBundle extends Error {
  override readonly name = 'MalformedBundle'
}

/** A whole small file as text. */
export async function readText(source: BundleSource, name: string, mostBytes: number): Promise<string> {
  if (!source.files.has(name)) throw new MalformedBundle(`${name} is missing`)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of source.read(name)) {
    length += part.length
    if (length > mostBytes) throw new MalformedBundle(`${name} has more than ${mostBytes} bytes`)
    parts.push(part)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    throw new MalformedBundle(`${name} is not text in UTF-8`)
  }
}

/** Files in memory: for tests, and for bundles that are small. */
export function memorySource(files: Readonly<Record<string, string | Uint8Array>>): BundleSource {
  const bytes = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content as Uint8Array)]))
  return {
    files: new Map([...bytes].map(([name, content]) => [name, content.length])),
    async *read(name) {
      const content = bytes.get(name)
      if (content === undefined) throw new MalformedBundle(`${name} is missing`)
      yield content
    },
    close: () => Promise.resolve(),
  }
}

import { open, readFile } from 'node:fs/promises'
import { decodeProofFile, type ProofFile, readText } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import { Unreadable } from './exit-codes.ts'
import { withBundle } from './open-input.ts'
import { readInput } from './read-input.ts'

const MOST_BYTES = 1 << 20
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1')

export interface GivenProof {
  readonly file: ProofFile
  readonly body: Uint8Array
}

/** A proof with the entry it is about: together in the ZIP the entry's page gives, side by side, or in one file. */
export async function readProof(path: string, entryPath: string | undefined): Promise<GivenProof> {
  const zipped = (await beginsAsZip(path)) ? await readZipped(path) : undefined
  const file = decodeProofFile(zipped?.proof ?? (await readInput(path)))
  if (file === undefined) throw new Unreadable(`${path} is no proof file (c2sp.org/tlog-proof@v1)`)
  const body = entryPath === undefined ? (zipped?.entry ?? file.extra) : await readEntry(entryPath)
  if (body === undefined) throw new UsageError('--entry is needed: this proof file does not hold the entry itself')
  return { file, body }
}

/** Whether the file is a ZIP; what cannot be opened is told by whoever reads it. */
export async function beginsAsZip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const begin = Buffer.alloc(ZIP.length)
    await file.read(begin, 0, ZIP.length, 0)
    return begin.equals(ZIP)
  } catch {
    return false
  } finally {
    await file.close()
  }
}

function readZipped(path: string): Promise<{ proof: string; entry: Uint8Array }> {
  return withBundle(path, async (source) => {
    const only = (ending: string) => {
      const [name, ...more] = [...source.files.keys()].filter((each) => each.endsWith(ending))
      if (name === undefined || more.length > 0) throw new Unreadable(`${path} does not hold one file ${ending}`)
      return name
    }
    const proof = await readText(source, only('.tlog-proof'), MOST_BYTES)
    const pieces: Uint8Array[] = []
    for await (const piece of source.read(only('.json'))) pieces.push(piece)
    return { proof, entry: Buffer.concat(pieces) }
  })
}

/** The exact bytes; a line feed at the end is an editor's, never an entry's. */
async function readEntry(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => {
    throw new Unreadable(`there is no file ${path}`)
  })
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes
}

import { base64, readBase64, readUint64 } from '../crypto/text.ts'

export interface Checkpoint {
  /** Names the log, for ever. */
  readonly origin: string
  readonly size: bigint
  readonly root: Uint8Array
  /** Extension lines, each with its line feed; we write none. */
  readonly rest: string
}

/** C2SP tlog-checkpoint: the text a log signs. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, 'rest'>): string {
  if (origin === '' || origin.includes('\n')) throw new TypeError('an origin is one line that is not empty')
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** Undefined for what is no checkpoint. How long the root is, the tree's checks ask. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root, ...rest] = text.split('\n')
  if (origin === undefined || size === undefined || root === undefined || rest.length === 0) return undefined
  const count = readUint64(size)
  const bytes = readBase64(root)
  if (origin === '' || count === undefined || bytes === undefined || bytes.length === 0) return undefined
  return { origin, size: count, root: bytes, rest: rest.join('\n') }
}

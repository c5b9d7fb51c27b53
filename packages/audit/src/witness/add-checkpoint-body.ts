import { base64, readBase64, readUint64, readUtf8 } from '../crypto/text.ts'

const MOST_PROOF_LINES = 63

export interface AddCheckpointBody {
  /** Size of the checkpoint the asker believes the witness saw last. */
  readonly old: bigint
  readonly proof: readonly Uint8Array[]
  readonly note: string
}

/** C2SP tlog-witness: `old N`, the proof's hashes, an empty line, the signed checkpoint. */
export function formatAddCheckpoint({ old, proof, note }: AddCheckpointBody): string {
  return `old ${old}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${note}`
}

/** Undefined for what is none. */
export function parseAddCheckpoint(body: string | Uint8Array): AddCheckpointBody | undefined {
  const text = typeof body === 'string' ? body : readUtf8(body)
  if (text === undefined) return undefined
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\n')
  const old = first.startsWith('old ') ? readUint64(first.slice('old '.length)) : undefined
  const proof = lines.map(readBase64)
  if (old === undefined || proof.length > MOST_PROOF_LINES || proof.some((hash) => hash === undefined)) return undefined
  return { old, proof: proof.filter((hash) => hash !== undefined), note: text.slice(end + 2) }
}

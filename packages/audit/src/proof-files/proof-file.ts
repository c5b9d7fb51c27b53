import { base64, readBase64, readUint64 } from '../crypto/text.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'
const HASH_BYTES = 32

/** C2SP tlog-proof: that one entry is in a signed tree, in one file that is checked without a network. */
export interface ProofFile {
  readonly index: bigint
  readonly proof: readonly Uint8Array[]
  /** Opaque and not authenticated. */
  readonly extra?: Uint8Array
  /** The signed checkpoint, as it is. */
  readonly checkpoint: string
}

export function encodeProofFile({ index, proof, extra, checkpoint }: ProofFile): string {
  const lines = [HEADER, ...(extra === undefined ? [] : [`extra ${base64(extra)}`]), `index ${index}`, ...proof.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Undefined for what is none. */
export function decodeProofFile(text: string): ProofFile | undefined {
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [header, ...lines] = text.slice(0, end).split('\n')
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined
  const extra = extraLine === undefined ? undefined : readBase64(extraLine.slice('extra '.length))
  const indexLine = lines.shift()
  const index = indexLine?.startsWith('index ') ? readUint64(indexLine.slice('index '.length)) : undefined
  const proof = lines.map(readBase64)
  if (header !== HEADER || index === undefined || (extraLine !== undefined && extra === undefined)) return undefined
  if (!proof.every((hash) => hash?.length === HASH_BYTES)) return undefined
  return {
    index,
    proof: proof.filter((hash) => hash !== undefined),
    ...(extra && { extra }),
    checkpoint: text.slice(end + 2),
  }
}

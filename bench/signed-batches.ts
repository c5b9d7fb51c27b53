import { createPrivateKey } from 'node:crypto'
import { chainBodies, GENESIS_HEAD, signText } from '@counterfoil/audit'
import { BATCH_MAX_BYTES, BATCH_MAX_EVENTS, type Batch, batchText } from '@counterfoil/protocol'

/** Writes one agent's journal: numbers, chain and signature as its outbox and link make them. */
export interface BatchSigner {
  sign(bodies: readonly string[]): Batch
  readonly lastSeq: number
  readonly head: string
}

/** `privateKey` is PKCS #8 DER in base64. */
export function createBatchSigner(who: {
  readonly uid: string
  readonly epoch: number
  readonly privateKey: string
}): BatchSigner {
  const key = createPrivateKey({ key: Buffer.from(who.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  let lastSeq = 0
  let head: Buffer = GENESIS_HEAD
  return {
    sign(bodies) {
      const prevHead = head.toString('hex')
      head = chainBodies(head, bodies)
      const unsigned = {
        epoch: who.epoch,
        firstSeq: lastSeq + 1,
        count: bodies.length,
        prevHead,
        head: head.toString('hex'),
        bodies: bodies.join('\n'),
      }
      lastSeq += bodies.length
      return { ...unsigned, signature: signText(key, batchText(who.uid, unsigned)) }
    },
    get lastSeq() {
      return lastSeq
    },
    get head() {
      return head.toString('hex')
    },
  }
}

/** Cuts bodies into pieces as large as a batch may be: at most 256 events or 64 KB. */
export function cutIntoBatches(bodies: readonly string[]): string[][] {
  const cut: string[][] = []
  let piece: string[] = []
  let bytes = 0
  for (const body of bodies) {
    const more = Buffer.byteLength(body) + 1
    if (piece.length > 0 && (piece.length === BATCH_MAX_EVENTS || bytes + more > BATCH_MAX_BYTES)) {
      cut.push(piece)
      piece = []
      bytes = 0
    }
    piece.push(body)
    bytes += more
  }
  if (piece.length > 0) cut.push(piece)
  return cut
}

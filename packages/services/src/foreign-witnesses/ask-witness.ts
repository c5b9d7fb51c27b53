import { formatAddCheckpoint, verifyCosignature } from '@counterfoil/audit'
import { proveConsistency } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import type { ShownCheckpoint } from '../witnesses/shown-checkpoint.ts'
import type { ForeignWitnessState, WitnessTrouble } from './foreign-witness-state.ts'

export interface WitnessReply {
  readonly status: number
  readonly body: string
}

/** Sends one `add-checkpoint`; rejects when nobody answered. */
export type SendToWitness = (url: string, body: string) => Promise<WitnessReply>

export type AskedWitness = { readonly line: string } | { readonly trouble: WitnessTrouble }

/**
 * Shows a checkpoint to a witness with the proof that what it saw last is its beginning. When it remembers another size, it is
 * asked once more from there: it may have been told by somebody else, or this hub was restored.
 */
export async function askWitness(
  ctx: Pick<ServiceContext, 'pool'>,
  { key, url, size }: Pick<ForeignWitnessState, 'key' | 'url' | 'size'>,
  shown: Pick<ShownCheckpoint, 'size' | 'text' | 'note'>,
  send: SendToWitness,
): Promise<AskedWitness> {
  let old = size
  for (let again = true; ; again = false) {
    if (old > shown.size) return { trouble: 'behind' }
    const proof = old === 0n ? [] : await proveConsistency(ctx, old, shown.size)
    const { status, body } = await send(`${url}/add-checkpoint`, formatAddCheckpoint({ old, proof, note: shown.note }))
    if (status === 200) {
      const line = body.split('\n').find((each) => verifyCosignature(shown.text, each, key).ok)
      return line === undefined ? { trouble: 'bad_signature' } : { line }
    }
    const told = status === 409 ? readSize(body) : undefined
    if (told === undefined) return { trouble: TROUBLES[status] ?? 'unexpected' }
    if (told === old) return { trouble: old === shown.size ? 'two_roots' : 'unexpected' }
    if (!again) return { trouble: 'unexpected' }
    old = told
  }
}

const TROUBLES: Readonly<Record<number, WitnessTrouble>> = { 403: 'unknown_key', 404: 'unknown_log', 422: 'inconsistent' }

function readSize(body: string): bigint | undefined {
  return /^(?:0|[1-9]\d{0,18})\n?$/.test(body) ? BigInt(body.trimEnd()) : undefined
}

import type { KeyObject } from 'node:crypto'
import { COSIGNATURE_V1, createSignerKey, createVerifierKey, type SignerKey, type VerifierKey } from '@counterfoil/audit'
import { checkpointSigner } from '../audit/log-key.ts'

/**
 * The hub as a witness of others: under a name of its own, by the key it signs its log with. What a witness signs begins with
 * other words than any checkpoint, so neither can be taken for the other.
 */
export function hubWitness(origin: string, key: { readonly privateKey: KeyObject }): SignerKey {
  return createSignerKey(witnessNameOf(origin), checkpointSigner(origin, key).seed, COSIGNATURE_V1)
}

/** The public half, as others need it. */
export function hubWitnessKey(origin: string, publicKey: Uint8Array): VerifierKey {
  return createVerifierKey(witnessNameOf(origin), publicKey, COSIGNATURE_V1)
}

function witnessNameOf(origin: string): string {
  return `${origin}/witness`
}

import { parseVerifierKey, type VerifierKey, type VerifyOptions } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import { Unreadable } from './exit-codes.ts'

/** Options of every subcommand that judges signatures: what the auditor knows from elsewhere. */
export const trustOptions = {
  origin: { type: 'string' },
  'log-key': { type: 'string' },
  witness: { type: 'string', multiple: true },
  quorum: { type: 'string' },
} as const

interface TrustValues {
  readonly origin?: string | undefined
  readonly 'log-key'?: string | undefined
  readonly witness?: string[] | undefined
  readonly quorum?: string | undefined
}

export function readTrust(values: TrustValues): NonNullable<VerifyOptions['trust']> {
  const { origin, quorum, witness } = values
  if (quorum !== undefined && !/^\d{1,4}$/.test(quorum)) throw new UsageError('--quorum is a number of witnesses')
  return {
    ...(origin !== undefined && { origin }),
    ...(values['log-key'] !== undefined && { logKey: readKey(values['log-key']) }),
    ...(witness !== undefined && { witnesses: witness.map(readKey) }),
    ...(quorum !== undefined && { quorum: Number(quorum) }),
  }
}

export function readKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text)
  } catch (error) {
    throw new Unreadable(`a key cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

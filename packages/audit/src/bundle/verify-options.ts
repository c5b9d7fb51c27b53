import type { VerifyEd25519 } from '../crypto/primitives.ts'
import type { VerifierKey } from '../notes/index.ts'
import type { BundleSource } from './bundle-source.ts'
import type { ReadEntry } from './entry-checks.ts'
import type { BundleVerdict, Finding, Remark } from './findings.ts'

export interface VerifyOptions {
  /** What the auditor knows from elsewhere; what is left out is taken from the bundle, and the report says so. */
  readonly trust?: {
    readonly origin?: string | undefined
    readonly logKey?: VerifierKey | undefined
    readonly witnesses?: readonly VerifierKey[] | undefined
    readonly quorum?: number | undefined
  }
  /** Another bundle of the same log, e.g. one that was kept since last year. */
  readonly reference?: BundleSource | undefined
  /** Signed checkpoints that were kept. */
  readonly checkpoints?: readonly string[] | undefined
  /** Sees every entry in order, a block at a time; undefined for a line that is none. */
  readonly onEntries?:
    | ((lines: readonly { readonly index: number; readonly entry: ReadEntry | undefined }[]) => Promise<void>)
    | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly stop?: AbortSignal | undefined
  readonly verifyEd25519?: VerifyEd25519 | undefined
}

export interface BundleReport {
  readonly verdict: BundleVerdict
  readonly exitCode: number
  readonly origin: string
  readonly from: number
  readonly to: number
  /** Read and hashed. */
  readonly entries: number
  readonly checkpoints: number
  /** The greatest size that enough witnesses signed. */
  readonly witnessedTo: number | null
  readonly quorum: number
  readonly personalValues: number
  readonly findings: readonly Finding[]
  readonly remarks: readonly Remark[]
}

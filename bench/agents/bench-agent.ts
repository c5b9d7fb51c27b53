import type { Batch } from '@counterfoil/protocol'

/** An enrolled agent as the process that plays it needs it. */
export interface AgentWho {
  readonly uid: string
  readonly epoch: number
  /** PKCS #8 DER, base64. */
  readonly privateKey: string
  /** Where its stream stands when it connects. */
  readonly lastSeq: number
  readonly head: string
}

/** An agent with everything it has to say, signed beforehand. */
export interface BenchAgent extends AgentWho {
  readonly batches: readonly Batch[]
  /** So many of them are sent before the clock starts. */
  readonly warmUp: number
}

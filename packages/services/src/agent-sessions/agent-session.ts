import type {
  Approvers,
  BatchAnswer,
  Challenge,
  CheckpointAnswer,
  CheckpointNews,
  CosignatureAnswer,
  Credit,
  HelloAnswer,
  PulseAnswer,
  RotateAnswer,
  SignedCommand,
} from '@counterfoil/protocol'

/** One agent's connection, whatever carries it: socket.io in the hub, memory in simulations. */
export interface AgentConnection {
  challenge(challenge: Challenge): void
  credit(credit: Credit): void
  news?(news: CheckpointNews): void
  command?(command: SignedCommand): void
  approvers?(approvers: Approvers): void
  /** Ends the connection; `closed` of the session follows. Ending it twice does nothing. */
  close(): void
  readonly closed: boolean
  /** For the log. */
  readonly address: string
  /** Bytes that have come over its line so far, where that is known: a large message on a slow line is no silence. */
  readonly bytesHeard?: number
}

/** What a connection tells its session. */
export interface AgentSession {
  hello(input: unknown): Promise<HelloAnswer>
  batch(input: unknown): Promise<BatchAnswer>
  rotate(input: unknown): Promise<RotateAnswer>
  joined(input: unknown): void
  pulse(input: unknown): Promise<PulseAnswer>
  checkpoint(input: unknown): Promise<CheckpointAnswer>
  cosignature(input: unknown): Promise<CosignatureAnswer>
  closed(): void
}

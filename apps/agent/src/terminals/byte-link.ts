import type { LinkAddress } from '../agent-config.ts'

/** Why a link is not there, in kinds a program can tell apart. */
export type LinkProblemCode =
  | 'port_missing'
  | 'access_denied'
  | 'in_use'
  | 'refused'
  | 'unreachable'
  | 'unknown_host'
  | 'timed_out'
  | 'closed_by_terminal'
  | 'failed'

export interface LinkProblem {
  readonly code: LinkProblemCode
  /** A sentence: what, why and what to do. */
  readonly message: string
}

export interface LinkHandlers {
  opened(): void
  received(chunk: Uint8Array): void
  /** At most once, also when the link never opened; never after `close`. */
  closed(problem: LinkProblem): void
}

/** Bytes to and from one terminal. */
export interface ByteLink {
  /** Ignored while the link is not open. */
  write(bytes: Uint8Array): void
  close(): void
}

/** Starts to open a link; what becomes of it comes through the handlers, never before this returns. */
export type OpenLink = (address: LinkAddress, handlers: LinkHandlers) => ByteLink

import type { IncomingHttpHeaders } from 'node:http'
import type { Bill, Pull, WantedBill } from '@counterfoil/services/funds/pulls'
import type { AskParts } from './ask.ts'

/** What came of asking for a bill. Everything else is a `PullError`. */
export type Asked =
  /** Read to its end; it throws a `PullError` where the bytes are not what the provider told of. */
  | { readonly content: AsyncIterable<Uint8Array> }
  /** There was nothing on that day. */
  | { readonly nothing: true }
  /** It is being made; `asked` says how it is known from now on. */
  | { readonly notReady: true; readonly asked?: unknown }

/** One bill, of which provider, with which secrets. */
export interface AskOf extends AskParts {
  readonly pull: Pull
  /** As they were sealed. */
  readonly secrets: unknown
  readonly bill: Bill
  /** Where the provider is asked first. */
  readonly origin: string
  readonly nowMs: number
  /** A word that was never used. */
  readonly nonce: () => string
}

/** What came by HTTP to the address of a pull. */
export interface Notice {
  readonly pull: Pull
  readonly secrets: unknown
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly nowMs: number
}

/** What a provider tells by itself. */
export interface Told {
  readonly bills: readonly WantedBill[]
  /** What it wants to hear. */
  readonly answer: string
}

/** One provider: which bills are due by themselves, and how one is fetched. */
export interface Connector {
  /** Where anything of it may be fetched; the first is asked first. A dot in front stands for all below. */
  readonly hosts: readonly string[]
  /** Null: it tells by itself when there is one. */
  readonly dueBills: ((pull: Pull, now: Date) => readonly { what: string; day: string; name: string }[]) | null
  /** Null: it tells nothing. Throws a `PullError` for a notice that is not the provider's. */
  readonly readNotice: ((notice: Notice) => Told) | null
  readonly fetchBill: (of: AskOf) => Promise<Asked>
}

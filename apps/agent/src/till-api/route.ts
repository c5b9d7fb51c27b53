import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, Operation, OperationResult } from '@counterfoil/terminals'
import type { z } from 'zod'
import type { TillConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import type { PaymentDesk } from '../payments/payment-desk.ts'
import type { CardNumberSighting } from '../recorder/card-number-watch.ts'
import type { RecordSeen } from '../witness/describe-record.ts'
import type { ErrorCode } from './schemas.ts'

export interface RouteContext {
  readonly desk: PaymentDesk
  readonly clock: Clock
  status(): AgentStatus
  /** What this agent has seen of the hub's log. */
  record(): RecordSeen
  /** Tells a terminal to do something besides payments; resolves when it has ended. */
  runOperation(terminal: string, operation: Operation): Promise<OperationResult>
  /** Has the hub told of a card number that was refused. */
  noteCardNumbers(sighting: CardNumberSighting): void
}

export interface RouteCall extends RouteContext {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The path's `{id}`, where it has one. */
  readonly id: string
  readonly till: TillConfig
}

export interface JsonAnswer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** One entry of the API: what serves it, and everything its description says. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly operation: string
  readonly summary: string
  /** Served without a till's token. */
  readonly open?: true
  readonly body?: { readonly name: string; readonly schema: z.ZodType }
  readonly idempotent?: true
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly name?: string; readonly schema?: z.ZodType; readonly stream?: true }>
  >
  readonly errors: readonly ErrorCode[]
  /** Nothing returned: the answer has been written, as a stream. */
  serve(call: RouteCall): Promise<JsonAnswer | undefined> | JsonAnswer | undefined
}

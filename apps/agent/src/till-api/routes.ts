import { Uuid } from '@counterfoil/protocol'
import { findProtocol } from '@counterfoil/terminals/registry'
import type { z } from 'zod'
import { ApiError } from './api-error.ts'
import { readIdempotencyKey, readJsonBody } from './check-request.ts'
import { describeApi } from './openapi.ts'
import { toPaymentJson } from './payment-json.ts'
import { refuseCardNumbers } from './refuse-card-numbers.ts'
import type { JsonAnswer, Route, RouteCall } from './route.ts'
import {
  CancellationJson,
  DecisionBody,
  HealthJson,
  OperationBody,
  OperationJson,
  OrderBody,
  PaymentJson,
  RecordJson,
  TerminalsJson,
} from './schemas.ts'
import { streamPayment } from './stream-payment.ts'

const payment = { name: 'Payment', schema: PaymentJson }

export const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/payments',
    operation: 'startPayment',
    summary: 'Start a payment at the lane’s terminal. The same key with the same body is the same payment, for seven days.',
    body: { name: 'Order', schema: OrderBody },
    idempotent: true,
    answers: {
      200: { description: 'This key and body came before; here is its payment.', ...payment },
      202: { description: 'Started. Follow it by its id.', ...payment },
    },
    errors: [
      'invalid_request',
      'idempotency_key_missing',
      'idempotency_conflict',
      'card_number',
      'too_large',
      'not_json',
      'lane_not_allowed',
      'busy',
      'not_ready',
      'unknown_open',
      'unsupported',
      'journal_failed',
      'cannot_record',
      'unknown_lane',
      'terminal_needed',
      'parent_needed',
      'parent_unknown',
      'parent_not_reversible',
    ],
    serve: startPayment,
  },
  {
    method: 'GET',
    path: '/v1/payments/{id}',
    operation: 'getPayment',
    summary: 'How a payment stands.',
    answers: { 200: { description: 'The payment.', ...payment } },
    errors: ['not_found'],
    serve: (call) => {
      const found = findOwn(call)
      return { status: 200, body: toPaymentJson(found.payment, found.prompt) }
    },
  },
  {
    method: 'GET',
    path: '/v1/payments/{id}/events',
    operation: 'followPayment',
    summary: 'Server-sent events: `state` and `prompt` as they come, `final` last. The first one tells how the payment stands.',
    answers: { 200: { description: 'A stream that ends with the payment.', stream: true } },
    errors: ['not_found'],
    serve: (call) => {
      findOwn(call)
      streamPayment(call)
      return undefined
    },
  },
  {
    method: 'DELETE',
    path: '/v1/payments/{id}',
    operation: 'cancelPayment',
    summary: 'Ask the terminal to cancel. This is a request: the payment’s own outcome still comes, and may be approved.',
    answers: { 202: { description: 'Asked; wait for the outcome.', name: 'Cancellation', schema: CancellationJson } },
    errors: ['not_found', 'too_late'],
    serve: cancelPayment,
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/decision',
    operation: 'decidePayment',
    summary:
      'Settle a payment in state needs_person, after looking at the terminal’s own journal. Until then its terminal takes no other.',
    body: { name: 'Decision', schema: DecisionBody },
    answers: { 200: { description: 'Settled.', ...payment } },
    errors: ['invalid_request', 'not_found', 'not_undecided', 'too_large', 'not_json'],
    serve: decidePayment,
  },
  {
    method: 'GET',
    path: '/v1/terminals',
    operation: 'listTerminals',
    summary: 'The terminals this till may use and how they are.',
    answers: { 200: { description: 'Terminals.', name: 'Terminals', schema: TerminalsJson } },
    errors: [],
    serve: listTerminals,
  },
  {
    method: 'POST',
    path: '/v1/terminals/{id}/operations',
    operation: 'runOperation',
    summary:
      'Tell a terminal (by its key) to do its end of day, a diagnosis … The answer comes when it has ended, up to minutes.',
    body: { name: 'Operation', schema: OperationBody },
    answers: { 200: { description: 'It has ended; `done` says how.', name: 'OperationResult', schema: OperationJson } },
    errors: ['invalid_request', 'not_found', 'unsupported', 'too_large', 'not_json'],
    serve: runOperation,
  },
  {
    method: 'GET',
    path: '/healthz',
    operation: 'getHealth',
    summary: 'The agent runs; how many events wait for the hub.',
    open: true,
    answers: { 200: { description: 'It runs.', name: 'Health', schema: HealthJson } },
    errors: [],
    serve: ({ status }) => {
      const { upMs, hub, waiting, takesPayments } = status()
      return {
        status: 200,
        body: {
          ok: true,
          upMs,
          hubConnected: hub.connected,
          takesPayments,
          waitingEvents: waiting.events,
          oldestWaitingMs: waiting.oldestMs,
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/v1/record',
    operation: 'getRecord',
    summary:
      'What this agent has seen of the hub’s audit record, and what of it was refused. From the agent’s own disk: the hub has no hand in it.',
    open: true,
    answers: { 200: { description: 'What was seen.', name: 'Record', schema: RecordJson } },
    errors: [],
    serve: ({ record }) => ({ status: 200, body: record() }),
  },
  {
    method: 'GET',
    path: '/openapi.json',
    operation: 'getDescription',
    summary: 'This description.',
    open: true,
    answers: { 200: { description: 'OpenAPI 3.1.' } },
    errors: [],
    serve: () => ({ status: 200, body: describeApi(ROUTES) }),
  },
]

async function startPayment({ request, desk, till, noteCardNumbers }: RouteCall): Promise<JsonAnswer> {
  const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key'])
  const order = OrderBody.safeParse(await readJsonBody(request))
  if (!order.success) throw new ApiError('invalid_request', order.error.issues.map(explainIssue).join(' '))
  refuseCardNumbers('startPayment', { ...order.data, idempotencyKey }, { till: till.name, note: noteCardNumbers })
  if (till.lanes !== undefined && !till.lanes.includes(order.data.lane)) {
    throw new ApiError(
      'lane_not_allowed',
      `Till ${till.name} may not use lane ${order.data.lane}; see tillApi.tills in the agent's config.`,
    )
  }
  const answer = desk.place(order.data, { till: till.name, idempotencyKey })
  if (!answer.accepted) throw new ApiError(answer.code, answer.message)
  return {
    status: answer.repeated ? 200 : 202,
    body: toPaymentJson(answer.payment, desk.find(answer.payment.id)?.prompt),
    headers: { Location: `/v1/payments/${answer.payment.id}` },
  }
}

function cancelPayment(call: RouteCall): JsonAnswer {
  findOwn(call)
  const result = call.desk.cancel(call.id)
  switch (result) {
    case 'asked': {
      const { payment, prompt } = findOwn(call)
      const message = 'The terminal is asked to cancel. Wait for the outcome: it may still be approved.'
      return { status: 202, body: { cancellation: 'asked', message, payment: toPaymentJson(payment, prompt) } }
    }
    case 'too_late':
      throw new ApiError('too_late', 'It is too late to cancel this payment: see its outcome. An approved sale can be reversed.')
    case 'no_such_payment':
      throw new ApiError('too_late', 'The terminal runs this payment no longer: see its outcome.')
    default:
      return result satisfies never
  }
}

async function decidePayment(call: RouteCall): Promise<JsonAnswer> {
  findOwn(call)
  const decision = DecisionBody.safeParse(await readJsonBody(call.request))
  if (!decision.success) throw new ApiError('invalid_request', decision.error.issues.map(explainIssue).join(' '))
  if (call.desk.decide(call.id, decision.data.outcome) !== 'decided') {
    throw new ApiError(
      'not_undecided',
      'Only a payment in state needs_person is settled by hand; the agent goes on asking the terminal for all others.',
    )
  }
  const { payment, prompt } = findOwn(call)
  return { status: 200, body: toPaymentJson(payment, prompt) }
}

function listTerminals({ status, till }: RouteCall): JsonAnswer {
  const terminals = status()
    .terminals.filter(({ lane }) => till.lanes === undefined || till.lanes.includes(lane))
    .map((terminal) => ({
      key: terminal.key,
      lane: terminal.lane,
      label: terminal.label ?? null,
      protocol: terminal.protocol,
      condition: terminal.condition,
      reason: terminal.reason ?? null,
      text: terminal.text ?? null,
      link: terminal.link,
      problem: terminal.problem?.message ?? null,
      openPayment: terminal.openPayment ?? null,
    }))
  return { status: 200, body: { terminals } }
}

async function runOperation({ request, id, till, status, runOperation: run }: RouteCall): Promise<JsonAnswer> {
  const terminal = status().terminals.find(
    ({ key, lane }) => key === id && (till.lanes === undefined || till.lanes.includes(lane)),
  )
  if (terminal === undefined) throw new ApiError('not_found', `This till has no terminal ${id}; GET /v1/terminals lists them.`)
  const body = OperationBody.safeParse(await readJsonBody(request))
  if (!body.success) throw new ApiError('invalid_request', body.error.issues.map(explainIssue).join(' '))
  const { operation } = body.data
  if (!findProtocol(terminal.protocol)?.capabilities.includes(operation)) {
    throw new ApiError('unsupported', `${terminal.protocol} terminals have no ${operation.replaceAll('_', ' ')}.`)
  }
  const result = await run(terminal.key, operation)
  return {
    status: 200,
    body: result.done
      ? { done: true, code: null, message: null, lines: result.lines }
      : { done: false, code: result.code ?? null, message: result.message, lines: [] },
  }
}

/** A till sees its own payments only; another's do not exist for it. */
function findOwn({ desk, id, till }: RouteCall) {
  const found = Uuid.safeParse(id).success ? desk.find(id) : undefined
  if (found === undefined || found.till !== till.name)
    throw new ApiError('not_found', `This till has no payment ${id}. The agent keeps payments for at least seven days.`)
  return found
}

function explainIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')} is not known.`
  const path = issue.path.join('.') || 'The body'
  return `${path} ${/^(must|is)\b/.test(issue.message) ? issue.message : `is wrong (${issue.message})`}.`
}

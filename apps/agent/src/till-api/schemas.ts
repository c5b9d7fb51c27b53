import { CurrencyCode, LaneKey, PaymentKind, PaymentResult, ShortText, TerminalKey, Uuid } from '@counterfoil/protocol'
import { z } from 'zod'

/** Text a till gives us is kept and signed, so it must be valid Unicode (canonical JSON carries nothing else). */
const tillText = ShortText.refine((value) => value.isWellFormed(), 'must be valid Unicode text')

export const OrderBody = z.strictObject({
  lane: LaneKey.describe('The till position, as in the agent’s config.'),
  terminal: TerminalKey.optional().describe('Needed only where a lane has several terminals.'),
  kind: PaymentKind,
  amountMinor: z
    .int('must be a whole number of minor units, e.g. 1250 for 12.50')
    .min(1, 'must be at least 1 minor unit')
    .max(999_999_999_999, 'is larger than any terminal takes')
    .describe('Minor units: 1250 is 12.50 EUR.'),
  currency: CurrencyCode.describe('ISO 4217 letters.'),
  basket: tillText.optional().describe('The till’s own reference of the basket; kept with the payment.'),
  cashier: tillText.optional().describe('An opaque id, not a name.'),
  parent: Uuid.optional().describe('The payment to undo (reversal), or the sale a refund belongs to.'),
})
export type OrderBody = z.infer<typeof OrderBody>

export const PromptJson = z.strictObject({
  code: z.string().describe('insert_card, remove_card, pin_entry, processing, host_wait, reversal_running, printing, other …'),
  text: z.string().optional().describe('The terminal’s own words.'),
})

export const PaymentJson = z.strictObject({
  id: Uuid,
  lane: z.string().nullable(),
  terminal: TerminalKey,
  kind: PaymentKind,
  amountMinor: z.int(),
  currency: CurrencyCode,
  basket: z.string().nullable(),
  cashier: z.string().nullable(),
  parent: Uuid.nullable(),
  state: z
    .enum(['open', 'answered', 'unknown', 'needs_person', 'final'])
    .describe(
      'open: at the terminal. answered: told, not final yet. unknown: the answer was lost and is asked for. needs_person: asking cannot settle it. final: cannot change.',
    ),
  outcome: z
    .enum(['approved', 'declined', 'cancelled', 'unknown'])
    .nullable()
    .describe('Null while open or answered. unknown: never start the payment again; wait or decide by hand.'),
  reason: z.string().nullable(),
  recovered: z.boolean().describe('The outcome was found by asking the terminal after its answer had been lost.'),
  result: PaymentResult.describe('What the terminal said; fields it did not tell are absent.'),
  prompt: PromptJson.nullable().describe('What the cashier should see now.'),
  openedAtMs: z.int(),
  updatedAtMs: z.int(),
})
export type PaymentJson = z.infer<typeof PaymentJson>

export const CancellationJson = z.strictObject({
  cancellation: z.literal('asked'),
  message: z.string(),
  payment: PaymentJson,
})

export const DecisionBody = z.strictObject({
  outcome: z
    .enum(['approved', 'cancelled'], 'must be approved or cancelled')
    .describe('What the terminal’s own journal or the acquirer says.'),
})

export const TerminalJson = z.strictObject({
  key: TerminalKey,
  lane: z.string(),
  label: z.string().nullable(),
  protocol: z.string(),
  condition: z.enum(['ready', 'busy', 'unreachable', 'needs_action', 'maintenance']),
  reason: z.string().nullable(),
  text: z.string().nullable(),
  link: z.enum(['up', 'opening', 'down']),
  problem: z.string().nullable(),
  openPayment: Uuid.nullable(),
})

export const TerminalsJson = z.strictObject({ terminals: z.array(TerminalJson) })

export const OperationBody = z.strictObject({
  operation: z
    .enum(
      ['end_of_day', 'diagnosis', 'initialisation', 'repeat_receipt', 'status_enquiry'],
      'must be end_of_day, diagnosis, initialisation, repeat_receipt or status_enquiry',
    )
    .describe('What the terminal is told to do; only between payments.'),
})

export const OperationJson = z.strictObject({
  done: z.boolean(),
  code: z.string().nullable().describe('The terminal’s own code when it refused.'),
  message: z.string().nullable(),
  lines: z.array(z.string()).describe('What the terminal printed, if it prints through the till.'),
})

export const HealthJson = z.strictObject({
  ok: z.literal(true),
  upMs: z.int(),
  hubConnected: z.boolean(),
  takesPayments: z.boolean().describe('False while there is no room to record a payment: new ones are refused (cannot_record).'),
  waitingEvents: z.int(),
  oldestWaitingMs: z.int(),
})

export const RecordJson = z.strictObject({
  state: z
    .enum(['unseen', 'good', 'restored', 'refused'])
    .describe(
      'refused: what the hub shows does not go on from what was seen before. restored: it did not once, and two administrators had declared why.',
    ),
  message: z.string().describe('Read aloud.'),
  origin: z.string().nullable(),
  logKey: z.string().nullable().describe('The key of the hub’s record, fixed at first sight (C2SP signed-note verifier key).'),
  last: z
    .strictObject({ size: z.string(), root: z.string(), note: z.string(), atMs: z.int() })
    .nullable()
    .describe('The newest checkpoint that was accepted, as the hub signed it (C2SP tlog-checkpoint).'),
  restorations: z.array(z.strictObject({ from: z.string(), to: z.string(), atMs: z.int(), entry: z.string(), lost: z.string() })),
  refused: z.array(
    z.strictObject({
      cause: z.string(),
      why: z.string(),
      ours: z.string().describe('What this agent held.'),
      theirs: z.string().describe('What the hub answered first.'),
      newest: z.string().describe('What it answered last.'),
      firstMs: z.int(),
      lastMs: z.int(),
      count: z.int(),
      settled: z.boolean().describe('A checkpoint that goes on from what was seen has come since.'),
    }),
  ),
})

export const ERROR_CODES = [
  'invalid_request',
  'idempotency_key_missing',
  'idempotency_conflict',
  'card_number',
  'unauthorised',
  'lane_not_allowed',
  'host_not_allowed',
  'origin_not_allowed',
  'not_found',
  'method_not_allowed',
  'too_large',
  'not_json',
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
  'too_late',
  'not_undecided',
  'internal',
] as const

export const ErrorJson = z.strictObject({
  error: z.strictObject({ code: z.enum(ERROR_CODES), message: z.string().describe('Read aloud: what is wrong and what to do.') }),
})
export type ErrorCode = (typeof ERROR_CODES)[number]

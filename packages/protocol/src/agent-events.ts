import { z } from 'zod'
import { COMMAND_ANSWER_LINES, COMMAND_LINE_CHARS } from './agent-commands.ts'
import { ConfigurationNumber } from './agent-configuration.ts'
import { FinalOutcome, PaymentKind, PaymentResult, Transcript } from './payment-values.ts'
import {
  AmountMinor,
  CurrencyCode,
  Ed25519PublicKey,
  EVENT_CLASSES,
  LaneKey,
  LongText,
  Sha256Hex,
  ShortText,
  TerminalKey,
  Uuid,
} from './values.ts'

/**
 * What an agent reports. One event is one fact, immutable; its canonical JSON (RFC 8785) is what is hashed, signed and
 * kept. Unknown fields pass, so that an older hub keeps what a newer agent says; an unknown kind is kept as it came.
 */
const envelope = {
  /** Version of the event's shape. */
  v: z.literal(1),
  /** Agent's wall clock, milliseconds since 1970. */
  at: z.int().min(0),
  /** Milliseconds since the agent's process started, never going back. */
  mono: z.int().min(0),
  /** One value per start of the agent. */
  boot: Uuid,
}
const ofTerminal = { ...envelope, terminal: TerminalKey }
const ofPayment = { ...ofTerminal, payment: Uuid }

export const AgentStarted = z.looseObject({
  ...envelope,
  kind: z.literal('agent.started'),
  version: z.string().max(40),
  protocol: z.int(),
  platform: z.string().max(60),
})

/** The agent's terminals as its config file has them; the hub keeps lanes and terminals from it. */
export const AgentConfigured = z.looseObject({
  ...envelope,
  kind: z.literal('agent.configured'),
  terminals: z
    .array(
      z.looseObject({
        key: TerminalKey,
        lane: LaneKey,
        protocol: z.string().max(40),
        link: z.enum(['serial', 'tcp']),
        address: ShortText,
        label: ShortText.optional(),
        /** e.g. `ZVT stand-in` where the lane's own protocol has no driver yet. */
        note: ShortText.optional(),
      }),
    )
    .max(64),
  /** Addresses it knows its hub by, the preferred one first. */
  hubs: z.array(ShortText).max(8).optional(),
  /** Which of the hub's configurations lies over the file; left out: none. */
  configuration: z.looseObject({ number: ConfigurationNumber, hash: Sha256Hex }).optional(),
})

/** How the agent stands to a configuration of the hub's. */
export const AgentConfigurationNoted = z.looseObject({
  ...envelope,
  kind: z.literal('agent.configuration'),
  /**
   * `on_trial`: applied, and not yet seen to work. `in_force`: it works, and is kept. `returned`: the one before is in force again.
   * `set_aside`: kept, and not applied, since it does not go with the agent's file any more.
   */
  state: z.enum(['on_trial', 'in_force', 'returned', 'set_aside']),
  number: ConfigurationNumber,
  hash: Sha256Hex,
  /** Which is in force now; 0: the agent's file alone. */
  kept: z.int().min(0).max(1_000_000),
  /** Of what was returned or set aside, e.g. `terminal_not_ready`. */
  cause: z
    .string()
    .regex(/^[a-z0-9_]{1,40}$/)
    .optional(),
  detail: LongText.optional(),
})

/** Events the agent did not keep, on purpose or because its file was damaged: one entry a stretch, so that no loss is silent. */
export const AgentGap = z.looseObject({
  ...envelope,
  kind: z.literal('agent.gap'),
  class: z.enum(EVENT_CLASSES),
  /** How many were never recorded, or cannot be read any more. */
  count: z.int().min(1),
  /** It happened after event `firstSeq` and before the one after `lastSeq`; for damaged rows, their own numbers. */
  firstSeq: z.int().min(0),
  lastSeq: z.int().min(0),
  fromMs: z.int().min(0),
  toMs: z.int().min(0),
  /** `quota`: its class had used its share. `disk`: the room was kept for payments. `damaged`: the file was. */
  why: z.enum(['quota', 'disk', 'damaged']),
})

/** Something about the agent itself that a person should know, raised and cleared with hysteresis. */
export const AgentAlert = z.looseObject({
  ...envelope,
  kind: z.literal('agent.alert'),
  code: z.string().regex(/^[a-z0-9_]{1,40}$/),
  state: z.enum(['raised', 'cleared']),
  /** A sentence for people. */
  detail: LongText,
})

/** The machine it runs on: at its start, every six hours, and when its disk has become fuller or emptier by much. */
export const AgentVitals = z.looseObject({
  ...envelope,
  kind: z.literal('agent.vitals'),
  /** e.g. `Debian GNU/Linux 12 (bookworm)` or `Windows 10 Pro`. */
  os: ShortText,
  /** Version and patch level as the system tells them, e.g. `6.1.0-28-amd64` or `10.0.19045`. */
  osVersion: ShortText,
  upSeconds: z.int().min(0),
  /** Of the disk its record is on. */
  diskFreeBytes: z.int().min(0),
  diskSizeBytes: z.int().min(1),
  memoryFreeBytes: z.int().min(0),
  memorySizeBytes: z.int().min(1),
})

/**
 * A hub the agent did not speak to, because it could not prove who it is or others could have read along. At most one entry an
 * hour for each cause and address, with how often it was.
 */
export const AgentRefusedHub = z.looseObject({
  ...envelope,
  kind: z.literal('agent.refused_hub'),
  address: ShortText,
  /** e.g. `certificate_expired`. */
  cause: z.string().regex(/^[a-z0-9_]{1,40}$/),
  /** A sentence for people. */
  detail: LongText,
  count: z.int().min(1),
  fromMs: z.int().min(0),
  toMs: z.int().min(0),
})

/**
 * The agent was greeted at another address of its hub than before. Told once it is there, so that it comes by that address; after a
 * start the first address is the one before.
 */
export const AgentHubPath = z.looseObject({
  ...envelope,
  kind: z.literal('agent.hub_path'),
  address: ShortText,
  /** Its place among the addresses the agent knows, the preferred one being 0. */
  place: z.int().min(0).max(7),
  way: z.enum(['websocket', 'https']),
  /** The one before did not serve; it is well again; the hub asked for a drill; that drill is over. */
  cause: z.enum(['trouble', 'return', 'drill', 'drill_over']),
})

/** Card numbers stood where none may, and were cut out, or refused, before anything was written. */
export const AgentCardNumber = z.looseObject({
  ...envelope,
  kind: z.literal('agent.card_number'),
  /** Which free text: a field of an event, e.g. `terminal.condition.text`, or of the till API, e.g. `till.basket`. */
  place: z.string().max(120),
  terminal: TerminalKey.optional(),
  payment: Uuid.optional(),
  /** The till that sent it, by its name in the config. */
  till: ShortText.optional(),
  /** All since the last such event of this place. */
  count: z.int().min(1),
  /** The first of them, truncated. */
  numbers: z.array(z.string().regex(/^\d{6}\*{3,9}\d{4}$/)).max(8),
})

const ofCommand = { ...envelope, command: Uuid, task: z.string().max(60), terminal: TerminalKey.optional() }

/** The agent has begun with what the hub asked of it, and has it on its disk that it has: it is not begun twice. */
export const CommandStarted = z.looseObject({ ...ofCommand, kind: z.literal('command.started') })

/** How a command ended. `unknown`: the agent stopped in the middle, and cannot tell what became of it. */
export const CommandEnded = z.looseObject({
  ...ofCommand,
  kind: z.literal('command.ended'),
  outcome: z.enum(['done', 'failed', 'refused', 'expired', 'unknown']),
  /** Of a refusal or a failure, e.g. `old_counter`. */
  code: z
    .string()
    .regex(/^[a-z0-9_]{1,40}$/)
    .optional(),
  /** The answer, or a sentence for people. */
  lines: z.array(z.string().max(COMMAND_LINE_CHARS)).max(COMMAND_ANSWER_LINES),
})

/** Something came that is no command of this hub: told at most once a minute for each cause, with how often it was. */
export const CommandForged = z.looseObject({
  ...envelope,
  kind: z.literal('command.forged'),
  cause: z.string().regex(/^[a-z0-9_]{1,40}$/),
  detail: LongText,
  count: z.int().min(1),
})

/** The key that commands are signed with was learned, changed by its former's word, or refused for want of it. */
export const CommandKeyNoted = z.looseObject({
  ...envelope,
  kind: z.literal('command.key'),
  publicKey: Ed25519PublicKey,
  verdict: z.enum(['first', 'succeeded', 'refused']),
})

/** The people who may approve commands were learned, changed by two of their word, or refused for want of it. */
export const CommandApproversNoted = z.looseObject({
  ...envelope,
  kind: z.literal('command.approvers'),
  /** As high as a list's may be (`Roster`). */
  number: z.int().min(1).max(1_000_000),
  /** SHA-256 of the list as it was told. */
  roster: Sha256Hex,
  verdict: z.enum(['first', 'succeeded', 'refused']),
  /** Of a refusal. */
  detail: LongText.optional(),
})

export const TerminalCondition = z.looseObject({
  ...ofTerminal,
  kind: z.literal('terminal.condition'),
  condition: z.enum(['ready', 'busy', 'unreachable', 'needs_action', 'maintenance']),
  reason: z.string().max(60).optional(),
  code: z.string().max(20).optional(),
  text: ShortText.optional(),
})

export const TerminalIdentified = z.looseObject({
  ...ofTerminal,
  kind: z.literal('terminal.identified'),
  terminalId: z.string().max(20).optional(),
  model: ShortText.optional(),
  serial: z.string().max(60).optional(),
  software: ShortText.optional(),
  currency: CurrencyCode.optional(),
})

export const TerminalDiscarded = z.looseObject({
  ...ofTerminal,
  kind: z.literal('terminal.discarded'),
  length: z.int().min(0),
  head: z.string().max(200),
  why: ShortText,
})

export const TerminalTotals = z.looseObject({
  ...ofTerminal,
  kind: z.literal('terminal.totals'),
  currency: CurrencyCode,
  amountMinor: AmountMinor,
  receiptFrom: z.string().max(20).optional(),
  receiptTo: z.string().max(20).optional(),
  brands: z.array(z.looseObject({ brand: z.string().max(40), count: z.int().min(0), amountMinor: AmountMinor })).max(40),
  resultCode: z.string().max(20),
})

export const TerminalMismatch = z.looseObject({
  ...ofTerminal,
  kind: z.literal('terminal.mismatch'),
  payment: Uuid.optional(),
  field: z.enum(['amount', 'currency', 'receipt', 'no_payment_open']),
  expected: ShortText.optional(),
  got: ShortText,
})

export const PaymentOpened = z.looseObject({
  ...ofPayment,
  kind: z.literal('payment.opened'),
  paymentKind: PaymentKind,
  amountMinor: AmountMinor,
  currency: CurrencyCode,
  parent: Uuid.optional(),
  lastReceipt: z.string().max(20).optional(),
  details: z.record(z.string().max(40), z.union([LongText, z.number()])),
})

export const PaymentAnswered = z.looseObject({
  ...ofPayment,
  kind: z.literal('payment.answered'),
  outcome: FinalOutcome,
  result: PaymentResult,
  transcript: Transcript,
})

export const PaymentFinalised = z.looseObject({
  ...ofPayment,
  kind: z.literal('payment.finalised'),
  paymentKind: PaymentKind,
  outcome: FinalOutcome,
  amountMinor: AmountMinor,
  currency: CurrencyCode,
  reason: z.string().max(60).optional(),
  recovered: z.boolean(),
  result: PaymentResult,
  transcript: Transcript,
})

export const PaymentUnknown = z.looseObject({
  ...ofPayment,
  kind: z.literal('payment.unknown'),
  stage: z.enum(['asking', 'needs_person']),
  why: z.string().max(60),
  transcript: Transcript,
})

export const PaymentInquired = z.looseObject({
  ...ofPayment,
  kind: z.literal('payment.inquired'),
  attempt: z.int().min(1),
  verdict: z.string().max(40),
  transcript: Transcript,
})

export const AgentEvent = z.discriminatedUnion('kind', [
  AgentStarted,
  AgentConfigured,
  AgentConfigurationNoted,
  AgentGap,
  AgentAlert,
  AgentVitals,
  AgentRefusedHub,
  AgentHubPath,
  AgentCardNumber,
  CommandStarted,
  CommandEnded,
  CommandForged,
  CommandKeyNoted,
  CommandApproversNoted,
  TerminalCondition,
  TerminalIdentified,
  TerminalDiscarded,
  TerminalTotals,
  TerminalMismatch,
  PaymentOpened,
  PaymentAnswered,
  PaymentFinalised,
  PaymentUnknown,
  PaymentInquired,
])
export type AgentEvent = z.infer<typeof AgentEvent>
export type AgentEventKind = AgentEvent['kind']
export type AgentEventOf<K extends AgentEventKind> = Extract<AgentEvent, { kind: K }>

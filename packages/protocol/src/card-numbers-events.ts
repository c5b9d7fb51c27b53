import type { AgentEventKind } from './agent-events.ts'
import type { FieldTable } from './card-numbers-fields.ts'

const envelope = { v: 'typed', at: 'typed', mono: 'typed', boot: 'typed', kind: 'typed' } as const satisfies FieldTable
const ofTerminal = { ...envelope, terminal: 'typed' } as const satisfies FieldTable
const ofPayment = { ...ofTerminal, payment: 'typed' } as const satisfies FieldTable
const amount = { amountMinor: 'typed', currency: 'typed' } as const satisfies FieldTable
const transcript = {
  'transcript[].ms': 'typed',
  'transcript[].direction': 'typed',
  'transcript[].name': 'free',
  'transcript[].hex': 'bytes',
  'transcript[].note': 'free',
} as const satisfies FieldTable

const result = {
  'result.amountMinor': 'typed',
  'result.currency': 'typed',
  'result.tipMinor': 'typed',
  'result.method.scheme': 'free',
  'result.method.funding': 'typed',
  'result.method.wallet': 'free',
  'result.card.first6': 'typed',
  'result.card.last4': 'typed',
  'result.card.name': 'free',
  'result.entry': 'typed',
  'result.cardholderVerification': 'typed',
  'result.authorised': 'typed',
  'result.authorisationCode': 'typed',
  'result.receipt': 'typed',
  'result.trace': 'typed',
  'result.retrievalReference': 'typed',
  'result.terminalId': 'typed',
  'result.merchantNumber': 'typed',
  'result.applicationId': 'typed',
  'result.resultCode': 'typed',
  'result.resultText': 'free',
  'result.terminalDate': 'typed',
  'result.terminalTime': 'typed',
} as const satisfies FieldTable

/** Which fields of an agent's events are looked at for card numbers. A test holds it to the schemas. */
export const EVENT_FIELDS: Readonly<Record<AgentEventKind, FieldTable>> = {
  'agent.started': { ...envelope, version: 'free', protocol: 'typed', platform: 'free' },
  'agent.configured': {
    ...envelope,
    'terminals[].key': 'typed',
    'terminals[].lane': 'typed',
    'terminals[].protocol': 'typed',
    'terminals[].link': 'typed',
    // A host and a port, or a device file.
    'terminals[].address': 'typed',
    'terminals[].label': 'free',
    'terminals[].note': 'free',
    // Host and port, as checked as those of a terminal.
    'hubs[]': 'typed',
    'configuration.number': 'typed',
    'configuration.hash': 'typed',
  },
  'agent.configuration': {
    ...envelope,
    state: 'typed',
    number: 'typed',
    hash: 'typed',
    kept: 'typed',
    cause: 'typed',
    detail: 'free',
  },
  'agent.gap': {
    ...envelope,
    class: 'typed',
    count: 'typed',
    firstSeq: 'typed',
    lastSeq: 'typed',
    fromMs: 'typed',
    toMs: 'typed',
    why: 'typed',
  },
  'agent.alert': { ...envelope, code: 'typed', state: 'typed', detail: 'free' },
  'agent.vitals': {
    ...envelope,
    os: 'free',
    osVersion: 'free',
    upSeconds: 'typed',
    diskFreeBytes: 'typed',
    diskSizeBytes: 'typed',
    memoryFreeBytes: 'typed',
    memorySizeBytes: 'typed',
  },
  'agent.refused_hub': {
    ...envelope,
    address: 'typed',
    cause: 'typed',
    detail: 'free',
    count: 'typed',
    fromMs: 'typed',
    toMs: 'typed',
  },
  // Host and port, as in `agent.configured`.
  'agent.hub_path': { ...envelope, address: 'typed', place: 'typed', way: 'typed', cause: 'typed' },
  'agent.card_number': {
    ...envelope,
    place: 'free',
    terminal: 'typed',
    payment: 'typed',
    till: 'free',
    count: 'typed',
    'numbers[]': 'typed',
  },
  'command.started': { ...ofTerminal, command: 'typed', task: 'typed' },
  'command.ended': { ...ofTerminal, command: 'typed', task: 'typed', outcome: 'typed', code: 'typed', 'lines[]': 'free' },
  'command.forged': { ...envelope, cause: 'typed', detail: 'free', count: 'typed' },
  'command.key': { ...envelope, publicKey: 'typed', verdict: 'typed' },
  'command.approvers': { ...envelope, number: 'typed', roster: 'typed', verdict: 'typed', detail: 'free' },
  'terminal.condition': { ...ofTerminal, condition: 'typed', reason: 'free', code: 'typed', text: 'free' },
  'terminal.identified': {
    ...ofTerminal,
    terminalId: 'typed',
    model: 'free',
    serial: 'typed',
    software: 'free',
    currency: 'typed',
  },
  'terminal.discarded': { ...ofTerminal, length: 'typed', head: 'bytes', why: 'free' },
  'terminal.totals': {
    ...ofTerminal,
    ...amount,
    receiptFrom: 'typed',
    receiptTo: 'typed',
    'brands[].brand': 'free',
    'brands[].count': 'typed',
    'brands[].amountMinor': 'typed',
    resultCode: 'typed',
  },
  'terminal.mismatch': { ...ofPayment, field: 'typed', expected: 'free', got: 'free' },
  'payment.opened': {
    ...ofPayment,
    ...amount,
    paymentKind: 'typed',
    parent: 'typed',
    lastReceipt: 'typed',
    // The till's own words, all of them.
    'details.*': 'free',
  },
  'payment.answered': { ...ofPayment, outcome: 'typed', ...result, ...transcript },
  'payment.finalised': {
    ...ofPayment,
    ...amount,
    paymentKind: 'typed',
    outcome: 'typed',
    reason: 'free',
    recovered: 'typed',
    ...result,
    ...transcript,
  },
  'payment.unknown': { ...ofPayment, stage: 'typed', why: 'free', ...transcript },
  'payment.inquired': { ...ofPayment, attempt: 'typed', verdict: 'free', ...transcript },
}

/** Of a body nobody understood every field is free but the bytes: a field's name promises nothing there. */
export const NOT_UNDERSTOOD_FIELDS: FieldTable = { 'transcript[].hex': 'bytes' }

/** What a record has to be to be looked at; a bundle may come from anybody. */
type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'numbers' | 'object'
type Value<K extends Kind> = K extends 'string'
  ? string
  : K extends 'number'
    ? number
    : K extends 'boolean'
      ? boolean
      : K extends 'strings'
        ? readonly string[]
        : K extends 'numbers'
          ? readonly number[]
          : unknown

export type Shape = Readonly<Record<string, Kind | `${Kind}?`>>
export type Shaped<S extends Shape> = {
  readonly [Name in keyof S]: S[Name] extends `${infer K extends Kind}?`
    ? Value<K> | null
    : S[Name] extends Kind
      ? Value<S[Name]>
      : never
}

/** The record with everything that its shape names; null for what it leaves out. Undefined where it is of another shape. */
export function readShape<S extends Shape>(shape: S, record: unknown): Shaped<S> | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const read: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(shape)) {
    const value = (record as Record<string, unknown>)[name] ?? null
    const wanted = kind.replace('?', '') as Kind
    if (value === null ? kind === wanted : !is(wanted, value)) return undefined
    read[name] = value
  }
  return read as Shaped<S>
}

function is(kind: Kind, value: unknown): boolean {
  if (kind === 'strings' || kind === 'numbers')
    return Array.isArray(value) && value.every((one) => typeof one === (kind === 'strings' ? 'string' : 'number'))
  return kind === 'number' ? Number.isFinite(value) : kind === typeof value
}

export const HEAD = {
  id: 'string',
  period: 'object',
  acquirer: 'string?',
  store: 'string?',
  madeAt: 'string',
  madeBy: 'string',
} as const
export const ACCOUNT = { id: 'number', number: 'string', name: 'string', currency: 'string' } as const
export const CONTRACT = { id: 'string', version: 'number', document: 'object', madeAt: 'string' } as const
export const CALENDAR = { name: 'string', version: 'number', document: 'object', madeAt: 'string' } as const
export const MAPPING = { id: 'string', version: 'number', document: 'object' } as const
export const FILE = {
  id: 'number',
  name: 'string',
  sha256: 'string',
  size: 'number',
  receivedAt: 'string',
  receivedBy: 'string',
  state: 'string',
  reason: 'string?',
  format: 'string?',
  mapping: 'string?',
  mappingVersion: 'number?',
  verdict: 'string?',
  sameAs: 'number?',
  importedAt: 'string?',
  kept: 'string',
  keptSha256: 'string?',
  keptBytes: 'number?',
  entryIndex: 'number?',
  readAs: 'object?',
  /** Files beside whose rows its own count, though they are of the same batches; and who has agreed to the file. */
  beside: 'numbers?',
  decidedBy: 'string?',
} as const
export const STATEMENT = {
  id: 'number',
  file: 'number',
  account: 'string',
  kind: 'string',
  statement: 'string?',
  sequence: 'string?',
  page: 'string?',
  currency: 'string',
  opening: 'string?',
  openingOn: 'string?',
  closing: 'string?',
  closingOn: 'string?',
  entryCount: 'number',
} as const
export const PAYOUT = {
  id: 'number',
  file: 'number',
  acquirer: 'string',
  merchantAccount: 'string',
  account: 'string?',
  currency: 'string',
  batch: 'string',
  amountMinor: 'number',
  references: 'strings',
  announcedOn: 'string',
  dueOn: 'string',
  firstOn: 'string',
  lastOn: 'string',
  storeGroup: 'string?',
  carriedOver: 'boolean',
  carriedInto: 'number?',
  open: 'boolean',
  gross: 'string',
  fees: 'string',
  net: 'string',
  lineCount: 'number',
  fileState: 'string',
} as const
export const PAYMENT = {
  id: 'string',
  store: 'string',
  acquirer: 'string?',
  merchantAccount: 'string?',
  currency: 'string',
  kind: 'string',
  outcome: 'string',
  reversed: 'boolean',
  amountMinor: 'number',
  terminal: 'string?',
  scheme: 'string?',
  funding: 'string?',
  wallet: 'string?',
  salesDay: 'string',
  happenedAtMs: 'number',
  reference: 'string?',
  basket: 'string?',
  code: 'string?',
  trace: 'string?',
  receipt: 'string?',
  batch: 'string?',
  last4: 'string?',
  original: 'string?',
  contract: 'string?',
  contractVersion: 'number?',
  calendars: 'object?',
  gross: 'string?',
  fee: 'string?',
  net: 'string?',
  payoutOn: 'string?',
  dueOn: 'string?',
  lateAfter: 'string?',
  missingAfter: 'string?',
  fileDue: 'string?',
  judged: 'boolean?',
} as const
export const ALLOCATION = {
  key: 'string',
  join: 'string',
  from: 'string',
  to: 'string',
  amountMinor: 'number',
  currency: 'string',
  rule: 'string',
  ruleVersion: 'number',
  confidence: 'string?',
  evidence: 'object?',
  reverses: 'string?',
  because: 'string?',
  madeAt: 'string?',
} as const
export const IDENTITY = {
  name: 'string',
  about: 'string',
  left: 'object',
  right: 'object',
  residue: 'string',
  holds: 'boolean',
  run: 'number?',
  /** Payouts that it is about. */
  of: 'numbers?',
} as const
export const EXCEPTION = {
  key: 'string',
  code: 'string',
  state: 'string',
  amountMinor: 'number',
  currency: 'string',
  payments: 'strings?',
  payouts: 'numbers?',
} as const
export const RUN = { id: 'number', files: 'numbers', beganAt: 'string', asOf: 'string' } as const
export const RESOLUTION = { id: 'string', key: 'string', act: 'string', body: 'string' } as const
/** What the matching needs of a line; all of it is compared with the file before. */
export const LINE = {
  file: 'number',
  position: 'number',
  line: 'number',
  acquirer: 'string',
  merchantAccount: 'string',
  currency: 'string',
  kind: 'string',
  method: 'string?',
  batch: 'string?',
  payout: 'number?',
  storeCode: 'string?',
  terminal: 'string?',
  acquirerReference: 'string?',
  merchantReference: 'string?',
  retrievalReference: 'string?',
  originalReference: 'string?',
  authorisationCode: 'string?',
  trace: 'string?',
  terminalBatch: 'string?',
  card: 'string?',
  happenedAtMs: 'number?',
  salesDay: 'string?',
  gross: 'string?',
  grossCurrency: 'string?',
  fees: 'string',
  net: 'string',
  grossMinor: 'number',
} as const
export const BANK_LINE = {
  file: 'number',
  position: 'number',
  line: 'number',
  statement: 'number',
  account: 'string',
  currency: 'string',
  amount: 'string',
  amountMinor: 'number',
  bookedOn: 'string',
  booked: 'boolean',
  text: 'string',
  bankReference: 'string?',
} as const

export type BundleHead = Shaped<typeof HEAD>
export type FileRecord = Shaped<typeof FILE>
export type StatementRecord = Shaped<typeof STATEMENT>
export type PayoutRecord = Shaped<typeof PAYOUT>
export type PaymentRecord = Shaped<typeof PAYMENT>
export type AllocationRecord = Shaped<typeof ALLOCATION>
export type IdentityRecord = Shaped<typeof IDENTITY>
export type LineRecord = Shaped<typeof LINE>
export type BankLineRecord = Shaped<typeof BANK_LINE>

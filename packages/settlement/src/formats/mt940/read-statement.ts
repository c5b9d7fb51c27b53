import type { Balance, Entry, ParseSink, StatementHead, StatementTail } from '../../model.ts'
import { readBalance } from './read-balance.ts'
import { readEntryLine } from './read-entry-line.ts'
import { readInformation } from './read-information.ts'
import type { Field, Message } from './split-messages.ts'

export interface ReadStatement {
  readonly head: StatementHead
  readonly entries: readonly Entry[]
  readonly tail: StatementTail
}

/** One message, MT940 or MT942, as a statement; nothing is handed on before all of it could be read. */
export function readStatement(message: Message, sink: ParseSink): ReadStatement {
  const { fields, orphans } = message
  const interim = isInterim(message)
  const opening = balance(fields, /^60[FM]$/, null, sink)
  const currency = opening?.currency ?? currencyOf(fields)
  const [sequence = null, page = null] = (textOf(fields, /^28C?$/) ?? '').split('/').map((part) => part || null)
  const first = fields[0]
  const at = { line: first?.line ?? 1, character: first?.character ?? 0 }
  const entries = readEntries(fields, currency, sink)
  for (const field of orphans) {
    const what = field.tag === '61' ? 'an entry stands after the end of the message: counted, but it belongs to no balance' : ''
    const text = what || `the field :${field.tag}: stands after the end of the message and is left out`
    sink.warn({ code: 'orphan-line', severity: 'warning', line: field.line, message: text })
  }
  tellSecondAccount(fields, sink)
  return {
    head: {
      at,
      id: textOf(fields, /^20$/),
      account: textOf(fields, /^25P?$/),
      currency,
      kind: interim ? 'intraday' : 'booked',
      sequence,
      page,
      partial: false,
      opening,
    },
    entries: [...entries, ...readEntries(orphans, currency, sink)],
    tail: { closing: balance(fields, /^62[FM]$/, currency, sink), available: balance(fields, /^64$/, currency, sink) },
  }
}

/** MT942 has a floor limit or totals, and no balances. */
export function isInterim({ fields }: Message): boolean {
  return fields.some(({ tag }) => tag === '34F' || tag.startsWith('90')) && !fields.some(({ tag }) => /^6[02][FM]$/.test(tag))
}

function readEntries(fields: readonly Field[], currency: string | null, sink: ParseSink): Entry[] {
  return fields.flatMap((field, index) => {
    if (field.tag !== '61') return []
    const line = readEntryLine(field, sink)
    const told = readInformation(informationOf(fields, index))
    return {
      at: { line: field.line, character: field.character },
      amount: line.amount,
      currency,
      direction: line.direction,
      status: line.status,
      reversal: line.reversal,
      bookingDate: line.bookingDate,
      valueDate: line.valueDate,
      code: line.code ?? told.code,
      references: { ...told.references, bank: line.bankReference, message: line.customerReference },
      counterparty: told.counterparty,
      counterpartyAccount: told.counterpartyAccount,
      text: [told.text, line.supplement].filter((part) => part !== '').join(' '),
      charges: [],
      returnReason: null,
      batch: null,
      details: [],
    }
  })
}

/** Rabobank gives an entry several `:86:`; others put a German `:NS:` there. */
function informationOf(fields: readonly Field[], entry: number): string[] {
  const lines: string[] = []
  for (let next = entry + 1; fields[next]?.tag === '86' || fields[next]?.tag === 'NS'; next += 1) {
    if (fields[next]?.tag === '86') lines.push(...(fields[next]?.lines ?? []))
  }
  return lines
}

function balance(fields: readonly Field[], tag: RegExp, currency: string | null, sink: ParseSink): Balance | null {
  const field = fields.find((each) => tag.test(each.tag))
  return field === undefined ? null : readBalance(field, currency, sink)
}

/** Broken line ends of a field that people never broke are no part of it. */
function textOf(fields: readonly Field[], tag: RegExp): string | null {
  const lines = fields.find((each) => tag.test(each.tag))?.lines
  return lines?.join('').trim() || null
}

function currencyOf(fields: readonly Field[]): string | null {
  for (const { tag, lines } of fields) {
    const text = lines[0] ?? ''
    const found =
      tag === '34F'
        ? /^([A-Z]{3})/.exec(text)
        : tag.startsWith('90')
          ? /^\d*([A-Z]{3})/.exec(text)
          : /^6[25]/.test(tag)
            ? /^[CD]\d{6}([A-Z]{3})/.exec(text)
            : null
    if (found?.[1] !== undefined) return found[1]
  }
  return null
}

function tellSecondAccount(fields: readonly Field[], sink: ParseSink): void {
  for (const field of fields.filter(({ tag }) => /^25P?$/.test(tag)).slice(1)) {
    const message = 'a second account stands in the same statement: the first one counts'
    sink.warn({ code: 'field', severity: 'warning', line: field.line, message })
  }
}

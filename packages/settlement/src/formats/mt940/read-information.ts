import type { References } from '../../model.ts'
import { NO_REFERENCES } from '../../model.ts'

export interface Information {
  readonly text: string
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  readonly references: References
  /** German business transaction code, or the bank's own. */
  readonly code: string | null
}

/**
 * `:86:` is the bank's own: German ?20 subfields with SEPA marks in them (DFÜ agreement, annex 3), the codes between
 * slashes of Dutch banks (MT940 structured, /EREF/ /REMI/), or plain text.
 */
export function readInformation(lines: readonly string[]): Information {
  const joined = lines.join('')
  const structured = /^(\d{3})([^\w\s])(?=\d\d)/.exec(joined)
  if (structured !== null && joined.split(structured[2] ?? '?').length > 2) return readSubfields(joined, structured)
  // A few banks leave the code in front out, or put ?20 on a line of its own.
  const late = /^(\d{3})?.{0,40}?(\?)(?=\d\d)/s.exec(joined)
  if (late !== null && /\?2\d/.test(joined)) return readSubfields(joined, late)
  if (/^\/[A-Z]{2,8}\//.test(joined)) return readSlashed(joined)
  return plain(lines.map((line) => line.trim()).join(' '))
}

function plain(text: string): Information {
  return { text: tidy(text), counterparty: null, counterpartyAccount: null, references: NO_REFERENCES, code: null }
}

function readSubfields(joined: string, match: RegExpExecArray): Information {
  const mark = match[2] ?? '?'
  const fields = new Map<string, string>()
  for (const part of joined.split(mark).slice(1)) {
    const code = part.slice(0, 2)
    if (/^\d\d$/.test(code)) fields.set(code, (fields.get(code) ?? '') + part.slice(2))
  }
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => fields.get(String(from + index)) ?? '').join('')
  const purpose = range(20, 29) + range(60, 65)
  const marks = readSepaMarks(purpose)
  return {
    text: tidy(marks.get('SVWZ') ?? purpose),
    counterparty: tidy(range(32, 33)) || marks.get('ABWA')?.trim() || null,
    counterpartyAccount: fields.get('31')?.trim() || marks.get('IBAN')?.trim() || null,
    references: {
      ...NO_REFERENCES,
      endToEnd: reference(marks.get('EREF')),
      instruction: reference(marks.get('KREF')),
      mandate: reference(marks.get('MREF')),
    },
    code: match[1] ?? null,
  }
}

/** EREF+…SVWZ+…: a mark runs to the next one. */
function readSepaMarks(purpose: string): Map<string, string> {
  const marks = new Map<string, string>()
  const parts = purpose.split(/(?:^|\s|(?<=[^A-Z]))(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT)\+/)
  for (let index = 1; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? ''
    if (!marks.has(name)) marks.set(name, parts[index + 1] ?? '')
  }
  return marks
}

const SLASHED =
  /\/(EREF|PREF|KREF|MARF|CSID|CNTP|REMI|RTRN|ORDP|BENM|NAME|ADDR|IBAN|BIC|TRTP|ISDT|PURP|ULTC|ULTD|TRCD|OCMT|CHGS|SVCL|ID|RFB|CREF)\//

function readSlashed(joined: string): Information {
  const parts = joined.split(new RegExp(SLASHED, 'g'))
  const values = new Map<string, string>()
  for (let index = 1; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? ''
    if (!values.has(name)) values.set(name, (parts[index + 1] ?? '').replace(/\/+$/, ''))
  }
  const [account, , name] = (values.get('CNTP') ?? '').split('/')
  const remittance = (values.get('REMI') ?? '').replace(/^\/?(USTD|STRD)\/+(CUR\/)?/, '')
  return {
    text: tidy(remittance === '' ? joined : remittance),
    counterparty: tidy(values.get('NAME') ?? name ?? '') || null,
    counterpartyAccount: (values.get('IBAN') ?? account ?? '').trim() || null,
    references: {
      ...NO_REFERENCES,
      endToEnd: reference(values.get('EREF')),
      instruction: reference(values.get('PREF') ?? values.get('KREF')),
      mandate: reference(values.get('MARF')),
    },
    code: null,
  }
}

function reference(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || trimmed === 'NOTPROVIDED' || trimmed === 'NONREF' ? null : trimmed
}

/** Tabs, soft hyphens and control bytes are layout of the bank's printer. */
function tidy(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

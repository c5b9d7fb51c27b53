import type { Entry, EntryDetail, ParseSink, Position } from './model.ts'
import type { ParseTools } from './parse-tools.ts'

const IBAN = /^[A-Z]{2}\d{2}/

/**
 * Truncates card numbers before anybody keeps what was read. Texts that people or tills wrote are looked at, references are
 * not: their digits pass a check digit by chance, and an alarm on every file is none.
 */
export function hideCardNumbers(sink: ParseSink, tools: ParseTools): ParseSink {
  const cut = (text: string, at: Position): string => {
    const shown = tools.cutCardNumbers(text)
    if (shown !== text) {
      sink.warn({
        code: 'card-numbers',
        severity: 'warning',
        line: at.line,
        message: 'a full card number stands here; it is shown and kept truncated only',
      })
    }
    return shown
  }
  const cutOrNull = (text: string | null, at: Position) => (text === null ? null : cut(text, at))
  const detail = (each: EntryDetail): EntryDetail => ({
    ...each,
    counterparty: cutOrNull(each.counterparty, each.at),
    text: cut(each.text, each.at),
  })
  return {
    beginStatement: (head) => {
      const account = head.account !== null && !IBAN.test(head.account) ? cut(head.account, head.at) : head.account
      sink.beginStatement(account === head.account ? head : { ...head, account })
    },
    entry: (entry: Entry) => {
      sink.entry({
        ...entry,
        counterparty: cutOrNull(entry.counterparty, entry.at),
        text: cut(entry.text, entry.at),
        details: entry.details.map(detail),
      })
    },
    endStatement: (tail) => sink.endStatement(tail),
    line: (line) => {
      const text = cut(line.text, line.at)
      const card = cutOrNull(line.card, line.at)
      sink.line(text === line.text && card === line.card ? line : { ...line, text, card })
    },
    warn: (warning) => sink.warn(warning),
  }
}

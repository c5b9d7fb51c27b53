import { createHash } from 'node:crypto'
import { findCardNumbers } from '@counterfoil/protocol/card-numbers'
import { type InspectDocument, inspect, type Listener, UNKNOWN_KIND } from '@counterfoil/settlement'
import { mappedFormat, parseMapping } from '@counterfoil/settlement/mapping'
import { settlementTools } from '../settlement-tools.ts'
import { ChunkWriter } from './chunk-writer.ts'
import type { FileReading, ReadingOrder, RowChunk } from './file-reading.ts'
import type { KnownTools } from './known-tools.ts'
import { LineReading } from './read-lines.ts'
import { StatementsReading } from './read-statements.ts'
import { refusedReading } from './refused-reading.ts'
import { BANK_LINE_COLUMNS, LINE_COLUMNS } from './rows.ts'

const MOST_NUMBERS = 8
const MOST_LINES = 100

/** Reads a file once: its facts, and, if they are wanted, its rows on the way. Runs in a thread that can be ended. */
export function readFile(order: ReadingOrder, onChunk: (chunk: RowChunk) => void, tools?: KnownTools): FileReading {
  const { fileId, known, name, bytes } = order
  const source = known.sources.find(({ id }) => id === order.sourceId) ?? null
  const chunk = (table: RowChunk['table'], keys: () => number) => (columns: Buffer[], rows: number) => {
    if (order.rows) onChunk({ table, columns, rows, keys: keys() })
  }
  const lineRows = new ChunkWriter(
    LINE_COLUMNS,
    chunk('settlement_line', () => lines.batchCount),
  )
  const bankRows = new ChunkWriter(
    BANK_LINE_COLUMNS,
    chunk('bank_line', () => statements.statementCount),
  )
  const lines = new LineReading({ fileId, known, source, tools }, (row) => lineRows.add(row))
  const statements = new StatementsReading({ fileId, known, source }, (row) => bankRows.add(row))
  let about: FileReading['about'] = null
  const listener: Listener = {
    file(format, file) {
      lines.beginFile(format.id, file.name)
      statements.beginFile(format.id)
    },
    beginStatement(head) {
      about ??= 'bank'
      statements.begin(head)
    },
    entry: (entry) => statements.entry(entry),
    endStatement: (tail) => statements.end(tail),
    line(line) {
      about ??= 'acquirer'
      lines.line(line)
    },
  }
  const chosen = order.mapping === null ? undefined : mappedFormat(parseMapping(order.mapping))
  const watch = watchCardNumbers()
  const document = inspect(name, bytes, watch.tools, chosen, listener)
  const rowsSay = [lineRows.digest(), bankRows.digest()]
  const refused = document.verdict === 'reject'
  const unknownKind = document.reason === UNKNOWN_KIND
  const cardNumbers = watch.found(document)
  try {
    return tell()
  } catch (error) {
    // What was read up to the line that is wrong may come to nothing that can be told.
    if (!refused || !(error instanceof RangeError)) throw error
    return { ...refusedReading(name, ''), document, unknownKind, cardNumbers }
  }

  function tell(): FileReading {
    const {
      merchants,
      payouts,
      salesDays,
      days: lineDays,
      kinds: lineKinds,
      scope: lineScope,
      content: linesSay,
    } = lines.finish()
    const { accounts, statements: rows, days: bankDays, kinds: bankKinds, scope: bankScope } = statements.finish()
    for (const day of [bankDays.first, bankDays.last]) lineDays.add(day)
    const content = linesSay ?? rowsSay.join(' ')
    const scope = [...new Set([...lineScope, ...bankScope])].sort().join('\n\n')
    return {
      document,
      unknownKind,
      about: refused ? null : about,
      accounts,
      merchants,
      kinds: [...lineKinds, ...bankKinds],
      statements: rows,
      payouts,
      salesDays,
      rows: lineRows.total + bankRows.total,
      firstDay: lineDays.first,
      lastDay: lineDays.last,
      scopeKey: refused || scope === '' ? null : hash(scope),
      businessKey: refused || scope === '' ? null : hash(`${scope}\n\n${content}\n\n${totalsOf(document)}`),
      cardNumbers,
    }
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Statements without entries have balances all the same. What a bank calls a statement is no part of it. */
const totalsOf = ({ statements, settlement }: InspectDocument): string =>
  JSON.stringify([statements.map(({ id: _, ...told }) => told), settlement])

function watchCardNumbers() {
  const truncated = new Set<string>()
  let count = 0
  return {
    tools: {
      ...settlementTools,
      cutCardNumbers(text: string): string {
        const shown = settlementTools.cutCardNumbers(text)
        if (shown === text) return shown
        count += 1
        if (truncated.size < MOST_NUMBERS) for (const found of findCardNumbers(text)) truncated.add(found.truncated)
        return shown
      },
    },
    found: ({ warnings }: InspectDocument): FileReading['cardNumbers'] => ({
      truncated: [...truncated].slice(0, MOST_NUMBERS),
      count,
      lines: warnings.flatMap(({ code, line }) => (code === 'card-numbers' && line !== null ? [line] : [])).slice(0, MOST_LINES),
    }),
  }
}

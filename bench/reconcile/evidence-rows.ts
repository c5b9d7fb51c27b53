import type { SettlementLine } from '@counterfoil/settlement'
import { formatDecimal } from '@counterfoil/settlement'
import {
  civilDay,
  type MatchBankLine,
  type SettledLine,
  type SettlementBatch,
  type StatementFact,
} from '@counterfoil/settlement/funds'
import type { ArrivedFile } from '@counterfoil/settlement/generator'
import type pg from 'pg'
import { copyIn, type Field } from './copy-rows.ts'

export const COPIES = {
  settlement_line:
    'copy settlement_line (file_id, position, line, character_offset, acquirer, merchant_account, currency, kind, type, method, batch, payout_id, store_code, terminal, acquirer_reference, merchant_reference, original_reference, authorisation_code, trace, card, happened_at, sales_day, gross, gross_currency, fees, net, gross_minor, net_minor, text, open) from stdin',
  payout:
    'copy payout (id, file_id, acquirer, merchant_account, currency, batch, amount_minor, reference_texts, announced_on, due_on, first_on, last_on, gross, fees, net, line_count, open) from stdin',
  bank_line:
    'copy bank_line (file_id, position, line, character_offset, statement_id, bank_account_id, currency, amount, amount_minor, booked_on, value_on, booked, text, counterparty, bank_reference, code, open) from stdin',
} as const

interface FileRows {
  readonly payouts: Map<string, number>
  lines: Field[][]
  bankLines: Field[][]
}

/** The rows of one file, gathered while it is parsed and written whole or not at all. */
export function openEvidenceWriter(client: pg.ClientBase, accounts: ReadonlyMap<string, number>) {
  let open: FileRows = { payouts: new Map(), lines: [], bankLines: [] }
  let nextPayout = 1
  let nextStatement = 1
  let ended: {
    file: ArrivedFile
    batches: readonly SettlementBatch[]
    statements: readonly StatementFact[]
    statement: number
  } | null = null
  const clear = (): void => {
    open = { payouts: new Map(), lines: [], bankLines: [] }
    ended = null
  }
  return {
    watcher: {
      line(file: ArrivedFile, line: SettlementLine, settled: SettledLine | null, position: number): void {
        const key = settled?.payout ?? null
        let payout = key === null ? null : (open.payouts.get(key) ?? null)
        if (key !== null && payout === null) {
          payout = nextPayout++
          open.payouts.set(key, payout)
        }
        open.lines.push(lineRow(file, line, settled, position, payout))
      },
      bankLine(file: ArrivedFile, line: MatchBankLine, entry: { readonly at: { line: number; character: number } }): void {
        const account = accounts.get(line.account) ?? 0
        const { line: at, character } = entry.at
        open.bankLines.push([
          ...[file.number, line.position, at, character, nextStatement, account, line.currency, amountText(line.amountMinor)],
          ...[
            line.amountMinor,
            civilDay(line.bookingDay),
            null,
            line.booked,
            line.text,
            null,
            line.bankReference,
            null,
            line.booked,
          ],
        ])
      },
      end(file: ArrivedFile, batches: readonly SettlementBatch[], statements: readonly StatementFact[]): void {
        ended = { file, batches, statements, statement: nextStatement }
        nextStatement += statements.length
      },
    },
    forget: clear,
    lines: () => open.lines.length,
    /** What was gathered since the last file, in one transaction. */
    async write(file: ArrivedFile, size: number, state: 'imported' | 'refused' | 'duplicate'): Promise<void> {
      const [rows, whole] = [open, ended]
      clear()
      await client.query('begin')
      await client.query({
        name: 'bench_file',
        text: `insert into funds_file (id, sha256, name, size, received_at, received_via, received_by, state, line_count, imported_at)
               values ($1, $2, $3, $4, now(), 'folder', 'bench', $5, $6, now())`,
        values: [file.number, Buffer.from(file.sha256, 'hex'), file.name, size, state, rows.lines.length + rows.bankLines.length],
      })
      if (state === 'imported' && whole !== null) {
        await copyAll(
          COPIES.payout,
          payoutRows(file, whole.batches, rows.payouts, () => nextPayout++),
        )
        await copyAll(COPIES.settlement_line, rows.lines)
        for (const [at, fact] of whole.statements.entries()) {
          await client.query({
            name: 'bench_statement',
            text: `insert into bank_statement (id, file_id, bank_account_id, kind, sequence, currency, opening, closing, closing_on, entry_count)
                   values ($1, $2, $3, 'booked', $4, $5, $6, $7, $8, $9)`,
            values: [
              ...[whole.statement + at, file.number, accounts.get(fact.account), fact.sequence, fact.currency],
              ...[amountText(fact.openingMinor ?? 0), amountText(fact.closingMinor ?? 0), civilDay(fact.day), fact.entries],
            ],
          })
        }
        await copyAll(COPIES.bank_line, rows.bankLines)
      }
      await client.query('commit')
    },
  }

  async function copyAll(sql: string, rows: readonly (readonly Field[])[]): Promise<void> {
    if (rows.length === 0) return
    const copy = await copyIn(client, sql)
    for (const row of rows) copy.row(row)
    await copy.end()
  }
}

const amountText = (minor: number): string => (minor / 100).toFixed(2)

function lineRow(
  { number, source }: ArrivedFile,
  line: SettlementLine,
  settled: SettledLine | null,
  position: number,
  payout: number | null,
): Field[] {
  const happened = settled?.happenedAtMs ?? null
  return [
    ...[
      number,
      position,
      line.at.line,
      line.at.character,
      source,
      settled?.merchantAccount ?? line.merchant ?? '',
      line.currency,
    ],
    ...[line.kind, line.type, line.method, line.batch, payout, settled?.store ?? line.store, settled?.terminal ?? line.terminal],
    ...[
      line.acquirerReference,
      line.merchantReference,
      line.originalReference,
      line.authorisationCode,
      line.traceNumber,
      line.card,
    ],
    ...[
      happened === null ? null : new Date(happened).toISOString(),
      settled?.salesDay == null ? null : civilDay(settled.salesDay),
    ],
    ...[
      line.gross === null ? null : formatDecimal(line.gross),
      line.grossCurrency,
      formatDecimal(line.fees),
      formatDecimal(line.net),
    ],
    ...[settled?.grossMinor ?? 0, Math.round(Number(formatDecimal(line.net)) * 100), line.text, settled !== null],
  ]
}

function payoutRows(
  { number }: ArrivedFile,
  batches: readonly SettlementBatch[],
  ids: ReadonlyMap<string, number>,
  newId: () => number,
): Field[][] {
  return batches.map((batch) => {
    const day = civilDay(Math.max(...batch.salesDays.keys(), batch.lastDay ?? 0))
    const net = formatDecimal(batch.lineNets)
    const amount = Math.round(Number(formatDecimal(batch.announced ?? batch.lineNets)) * 100)
    return [
      ...[ids.get(batch.payout) ?? newId(), number, batch.acquirer, batch.merchantAccount, batch.currency, batch.batch, amount],
      ...[
        `{${batch.labels.map((label) => JSON.stringify(label)).join(',')}}`,
        day,
        day,
        day,
        day,
        net,
        '0',
        net,
        batch.lines,
        true,
      ],
    ]
  })
}

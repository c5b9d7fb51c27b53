import { type InspectDocument, inspect, type Listener } from '@counterfoil/settlement'
import { mappedFormat, parseMapping } from '@counterfoil/settlement/mapping'
import type { PayoutRow, StatementRow } from '../../reading/file-reading.ts'
import { plainNumber } from '../../reading/plain-number.ts'
import type { Known } from '../../reading/read-known.ts'
import { LineReading } from '../../reading/read-lines.ts'
import { StatementsReading } from '../../reading/read-statements.ts'
import type { BankLineRow, LineRow } from '../../reading/rows.ts'
import { settlementTools } from '../../settlement-tools.ts'
import type { Records } from './load-records.ts'
import type { FileRecord } from './shapes.ts'

/** A row as the bundle writes it, but for what is numbered by the hub: its payout or statement is the how-manieth of its file. */
export interface RereadRow {
  readonly position: number
  readonly row: Readonly<Record<string, unknown>>
  /** Of the payout or the statement, from 1. */
  readonly group: number
}

export interface Reread {
  readonly document: InspectDocument
  readonly statements: readonly StatementRow[]
  readonly payouts: readonly PayoutRow[]
}

/** Reads a file as the hub read it: the same code over what the chain had agreed on, which the bundle carries. */
export function rereadFile(
  file: FileRecord,
  bytes: Uint8Array,
  { known, mapping }: { readonly known: Known; readonly mapping: string | null },
  onRow: (row: RereadRow) => void,
): Reread {
  const source = known.sources[0] ?? null
  const numbers = new Map(known.accounts.map(({ id, name }) => [id, name]))
  const place = { fileId: file.id, known, source }
  const lines = new LineReading(place, ({ position, payout, open: _, ...row }: LineRow) =>
    onRow({ position, group: payout, row: { ...row, position, file: file.id } }),
  )
  const statements = new StatementsReading(place, ({ position, statement, bankAccountId, ...row }: BankLineRow) =>
    onRow({ position, group: statement, row: { ...row, position, file: file.id, account: numbers.get(bankAccountId) ?? '' } }),
  )
  const listener: Listener = {
    file(format, each) {
      lines.beginFile(format.id, each.name)
      statements.beginFile(format.id)
    },
    beginStatement: (head) => statements.begin(head),
    entry: (entry) => statements.entry(entry),
    endStatement: (tail) => statements.end(tail),
    line: (line) => lines.line(line),
  }
  const chosen = mapping === null ? undefined : mappedFormat(parseMapping(mapping))
  const document = inspect(file.name, bytes, settlementTools, chosen, listener)
  return { document, statements: statements.finish().statements, payouts: lines.finish().payouts }
}

/** What the chain knew: all of it, or what was agreed on before the file was imported. What the file does not name, its rows told. */
export function knownFor(file: FileRecord, records: Records, when: 'now' | 'then'): Known {
  const before = ({ madeAt }: { madeAt: string }) => when === 'now' || file.importedAt === null || madeAt <= file.importedAt
  const { acquirer, merchantAccount, account } = (file.readAs ?? {}) as Record<string, string | undefined>
  const calendars = new Map(records.calendars.filter(before).map((one) => [one.name, one.table]))
  return {
    // The name of an account here is its number as it is written, with its blanks.
    accounts: records.accounts.map(({ id, number, currency }) => ({ id, number: plainNumber(number), name: number, currency })),
    contracts: records.contracts.filter(before).map(({ contract }) => contract),
    calendars: [...calendars.values()],
    sources: [
      {
        id: 0,
        kind: acquirer === undefined ? 'bank' : 'acquirer',
        acquirer: acquirer ?? null,
        merchantAccount: merchantAccount ?? null,
        accountNumber: account ?? null,
        format: null,
        mappingId: null,
      },
    ],
  }
}

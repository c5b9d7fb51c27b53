import type pg from 'pg'
import type { FileReading, RowChunk } from './file-reading.ts'
import { INSERT_BANK_LINES, INSERT_LINES } from './rows.ts'

const SEQUENCES = { settlement_line: 'payout_id_seq', bank_line: 'bank_statement_id_seq' } as const
const INSERTS = { settlement_line: INSERT_LINES, bank_line: INSERT_BANK_LINES } as const

/** Ids of payouts, or of statements, in the order in which the file begins them; taken before the rows that name them. */
export class RowWriter {
  readonly #client: pg.PoolClient
  readonly #fileId: number
  readonly ids = { settlement_line: [] as number[], bank_line: [] as number[] }

  constructor(client: pg.PoolClient, fileId: number) {
    this.#client = client
    this.#fileId = fileId
  }

  async write({ table, columns, keys }: RowChunk): Promise<void> {
    await this.reserve(table, keys)
    await this.#client.query({
      name: `funds_${table}`,
      text: INSERTS[table],
      values: [
        this.#fileId,
        this.ids[table],
        ...columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.length)),
      ],
    })
  }

  async reserve(table: RowChunk['table'], keys: number): Promise<void> {
    const ids = this.ids[table]
    if (ids.length >= keys) return
    const { rows } = await this.#client.query<{ id: number }>(
      `select nextval('${SEQUENCES[table]}') as id from generate_series(1, $1::int4)`,
      [keys - ids.length],
    )
    ids.push(...rows.map(({ id }) => id))
  }

  async statements({ statements }: FileReading): Promise<void> {
    await this.reserve('bank_line', statements.length)
    await this.#client.query(
      `insert into bank_statement (id, file_id, bank_account_id, kind, statement, sequence, page, currency, opening, opening_on, closing, closing_on, entry_count)
       select * from unnest($1::int8[], array_fill($2::int8, array[cardinality($1::int8[])]), $3::int4[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::text[], $9::numeric[], $10::date[], $11::numeric[], $12::date[], $13::int4[])`,
      [
        this.ids.bank_line.slice(0, statements.length),
        this.#fileId,
        statements.map(({ bankAccountId }) => bankAccountId),
        statements.map(({ kind }) => kind),
        statements.map(({ statement }) => statement),
        statements.map(({ sequence }) => sequence),
        statements.map(({ page }) => page),
        statements.map(({ currency }) => currency),
        statements.map(({ opening }) => opening),
        statements.map(({ openingOn }) => openingOn),
        statements.map(({ closing }) => closing),
        statements.map(({ closingOn }) => closingOn),
        statements.map(({ entryCount }) => entryCount),
      ],
    )
  }
}

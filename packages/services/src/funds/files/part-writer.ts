import type pg from 'pg'
import type { SealedPart } from './seal-parts.ts'

/** So many bytes go over in one statement. */
const TOGETHER_BYTES = 1_000_000

/** Parts of files on their way: those of small files together. */
export class PartWriter {
  readonly #client: pg.PoolClient
  #parts: (SealedPart & { readonly fileId: number })[] = []
  #bytes = 0

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async add(fileId: number, part: SealedPart): Promise<void> {
    if (this.#bytes + part.sealed.length > TOGETHER_BYTES) await this.flush()
    this.#parts.push({ ...part, fileId })
    this.#bytes += part.sealed.length
    if (this.#bytes >= TOGETHER_BYTES) await this.flush()
  }

  async flush(): Promise<void> {
    const parts = this.#parts
    if (parts.length === 0) return
    this.#parts = []
    this.#bytes = 0
    const [only] = parts
    // In an array bytes go over as text, twice as long: a large part goes alone.
    if (only !== undefined && parts.length === 1) {
      await this.#client.query(
        `insert into funds_file_content (id, file_id, what, part, sealed) values ($1, $2, 'raw', $3, $4)`,
        [only.id, only.fileId, only.part, only.sealed],
      )
      return
    }
    await this.#client.query(
      `insert into funds_file_content (id, file_id, what, part, sealed)
       select u.id, u.file, 'raw', u.part, u.sealed from unnest($1::uuid[], $2::int8[], $3::int4[], $4::bytea[]) u(id, file, part, sealed)`,
      [
        parts.map(({ id }) => id),
        parts.map(({ fileId }) => fileId),
        parts.map(({ part }) => part),
        parts.map(({ sealed }) => sealed),
      ],
    )
  }
}

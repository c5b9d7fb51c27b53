import type pg from 'pg'
import type { Opener } from '../../vault/index.ts'
import { filePurpose } from '../file-purpose.ts'

/** The bytes of a file, part by part as they are sealed: no file is held whole. */
export async function* openKept(
  client: pg.ClientBase,
  opener: Opener,
  file: number,
  what: 'raw' | 'masked',
): AsyncGenerator<Uint8Array> {
  const { rows: parts } = await client.query<{ id: string }>(
    'select id::text as id from funds_file_content where file_id = $1 and what = $2 order by part',
    [file, what],
  )
  for (const { id } of parts) {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from funds_file_content where id = $1', [id])
    yield opener.open(filePurpose(id), rows[0]?.sealed ?? new Uint8Array())
  }
}

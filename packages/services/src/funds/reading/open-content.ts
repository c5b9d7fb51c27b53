import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Opener } from '../../vault/index.ts'
import { filePurpose } from '../file-purpose.ts'

export interface ContentOwner {
  readonly id: number
  readonly size: number
  readonly sha256: Buffer
}

/** The bytes of a file as they came. Throws when a part is missing or was changed: then it is no evidence. */
export async function openRaw(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  opener: Opener,
  file: ContentOwner,
): Promise<Uint8Array> {
  const bytes = await openParts(client, opener, file, 'raw')
  const intact = bytes !== null && createHash('sha256').update(bytes).digest().equals(file.sha256)
  if (!intact) throw new Error(`file ${file.id} is not what it was when it came: a part of it is missing or another`)
  return bytes
}

/** The copy without card numbers, of a file that had some. */
export function openMasked(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  opener: Opener,
  file: ContentOwner,
): Promise<Uint8Array | null> {
  return openParts(client, opener, file, 'masked')
}

/** Of those of some files that have one part and no masked copy, the bytes, all read at once; the others are read one by one. */
export async function openWhole(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  opener: Opener,
  files: readonly ContentOwner[],
): Promise<Map<number, Uint8Array>> {
  const { rows } = await client.query<{ fileId: number; id: string; sealed: Buffer }>(
    `select c.file_id as "fileId", c.id::text as id, c.sealed from funds_file_content c where c.file_id = any ($1::int8[])
       and not exists (select from funds_file_content o where o.file_id = c.file_id and o.id <> c.id)`,
    [files.map(({ id }) => id)],
  )
  const sealed = new Map(rows.map((row) => [row.fileId, row]))
  return new Map(
    files.flatMap(({ id, sha256 }) => {
      const part = sealed.get(id)
      if (part === undefined) return []
      try {
        const bytes = opener.open(filePurpose(part.id), part.sealed)
        return createHash('sha256').update(bytes).digest().equals(sha256) ? [[id, bytes] as const] : []
      } catch {
        // Read alone it says what is wrong with it.
        return []
      }
    }),
  )
}

/** Part by part, so that sealed and opened bytes of one part at most are held twice. */
async function openParts(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  opener: Opener,
  file: ContentOwner,
  what: 'raw' | 'masked',
): Promise<Uint8Array | null> {
  const { rows: parts } = await client.query<{ id: string }>(
    'select id::text as id from funds_file_content where file_id = $1 and what = $2 order by part',
    [file.id, what],
  )
  if (parts.length === 0) return null
  let bytes = new Uint8Array(file.size)
  let at = 0
  for (const { id } of parts) {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from funds_file_content where id = $1', [id])
    const plain = opener.open(filePurpose(id), rows[0]?.sealed ?? new Uint8Array())
    // A masked copy out of an archive is longer than the archive.
    if (at + plain.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, at + plain.length))
      larger.set(bytes.subarray(0, at))
      bytes = larger
    }
    bytes.set(plain, at)
    at += plain.length
  }
  return at === bytes.length ? bytes : bytes.slice(0, at)
}

import type { ServiceContext } from '../../context.ts'

export interface RemoteFile {
  readonly name: string
  readonly size: number
  /** Seconds since 1970. */
  readonly changedS: number
}

export interface Compared {
  /** Not fetched yet, and the same as at the look before. */
  readonly ready: readonly RemoteFile[]
  /** New, or changed since: to be looked at again before long. */
  readonly growing: number
}

/** Remembers how each file is now, and tells which of them have not changed since the last look and were not fetched yet. */
export async function compareListing(
  { pool }: Pick<ServiceContext, 'pool'>,
  pullId: string,
  files: readonly RemoteFile[],
): Promise<Compared> {
  const { rows } = await pool.query<{ name: string; size: string; changedS: string; fetched: boolean }>(
    `select name, size::text, changed_s::text as "changedS", fetched_at is not null as fetched from funds_pulled_file
     where pull_id = $1 and name = any($2)`,
    [pullId, files.map(({ name }) => name)],
  )
  const known = new Map(rows.map((row) => [row.name, row]))
  const same = ({ name, size, changedS }: RemoteFile) => {
    const before = known.get(name)
    return before !== undefined && Number(before.size) === size && Number(before.changedS) === changedS
  }
  const growing = files.filter((file) => !same(file))
  if (growing.length > 0) {
    await pool.query(
      `insert into funds_pulled_file (pull_id, name, size, changed_s)
       select $1, n.name, n.size, n.changed_s from unnest($2::text[], $3::int8[], $4::int8[]) as n (name, size, changed_s)
       on conflict (pull_id, name) do update set size = excluded.size, changed_s = excluded.changed_s, fetched_at = null, file_id = null`,
      [pullId, growing.map(({ name }) => name), growing.map(({ size }) => size), growing.map(({ changedS }) => changedS)],
    )
  }
  return {
    ready: files.filter((file) => same(file) && known.get(file.name)?.fetched === false),
    growing: growing.length,
  }
}

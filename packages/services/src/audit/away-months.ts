import type { LogRange } from './log-range.ts'
import type { Queryable } from './read-tree.ts'

/** A month whose bodies lie in a file alone: its lines are found, what they say is not. */
export interface AwayMonth extends LogRange {
  readonly month: string
  readonly file: string
  /** The file was deleted on purpose. */
  readonly pruned: boolean
}

export const AWAY = { reason: 'month_archived' }

export async function readAway(client: Queryable, { from, to }: LogRange): Promise<AwayMonth[]> {
  const { rows } = await client.query<AwayMonth>(
    `select month, from_idx as "from", to_idx as "to", file, pruned_at is not null as pruned from audit_archive
     where away_at is not null and from_idx < $2 and to_idx > $1 order by month`,
    [from, to],
  )
  return rows
}

/** Which months of a range are missing, and what to do. */
export async function describeAway(client: Queryable, range: LogRange): Promise<string> {
  const away = await readAway(client, range)
  const kept = away.filter(({ pruned }) => !pruned)
  const gone = away.filter(({ pruned }) => pruned)
  return [
    `Of the entries ${range.from} to ${range.to - 1} these months are in the archive: ${away.map(tell).join(', ')}.`,
    ...(kept.length > 0
      ? [`Bring them back with "counterfoil audit restore ${kept[0]?.month}" and so on, or take their files.`]
      : []),
    ...(gone.length > 0 ? [`Deleted on purpose: ${gone.map(({ month }) => month).join(', ')}.`] : []),
  ].join(' ')
}

const tell = ({ month, from, to, file }: AwayMonth) => `${month} (entries ${from} to ${to - 1}, ${file})`

import { type LogEntry, readLogEntries } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import type { Stream } from './stream.ts'

/** One delivery: so many entries, and no more after so many bytes. */
const MOST_ENTRIES = 500
const MOST_BYTES = 1_000_000

/** What the receiver is to get next, in order; nothing when it has all. */
export async function nextEntries(
  { pool }: Pick<ServiceContext, 'pool'>,
  { nextIndex }: Pick<Stream, 'nextIndex'>,
): Promise<readonly LogEntry[]> {
  const entries = await readLogEntries(pool, { from: nextIndex, to: nextIndex + MOST_ENTRIES })
  let bytes = 0
  const most = entries.findIndex(({ body }) => {
    bytes += body.length
    return bytes > MOST_BYTES
  })
  return most === -1 ? entries : entries.slice(0, Math.max(1, most))
}

import type { Remark } from '@counterfoil/audit'
import type pg from 'pg'
import type { ArchiveFolder } from '../audit-archives/index.ts'
import { isServiceError } from '../errors.ts'
import { howToBringBack, readEventArchives, tellEventArchive } from '../event-months/archive-row.ts'
import { verifyArchiveFile } from '../event-months/verify-archive-file.ts'
import type { RecordFindings } from './record-findings.ts'

/** A month whose events are in a file alone, and what became of that in this reading. */
export interface AwayEvents {
  readonly month: string
  readonly file: string
  readonly looked: 'read' | 'not_given' | 'not_sound'
  readonly told: ReturnType<typeof tellEventArchive>
}

/** Reads the file of every month of events that is away, if the folder was given: against its chains, and what was recorded of it. */
export async function lookIntoAwayEvents(
  client: pg.ClientBase,
  { folder, origin }: { readonly folder: ArchiveFolder | undefined; readonly origin: string },
  findings: RecordFindings,
): Promise<AwayEvents[]> {
  const away: AwayEvents[] = []
  for (const known of await readEventArchives(client)) {
    if (known.awayAt === null) continue
    const { month, file } = known
    const one = { month, file, told: tellEventArchive(known) }
    if (folder === undefined) away.push({ ...one, looked: 'not_given' })
    else
      try {
        await verifyArchiveFile(folder, file, { month, origin, known })
        away.push({ ...one, looked: 'read' })
      } catch (error) {
        if (!isServiceError(error)) throw error
        findings.add({ kind: error.code === 'not_found' ? 'missing' : 'changed', text: error.message })
        away.push({ ...one, looked: 'not_sound' })
      }
  }
  return away
}

/** What entries `events.put_away` tell: a table that is not there is no fault only because of a row, if the log says the same. */
export class EventsToldAway {
  readonly #told = new Map<string, Readonly<Record<string, unknown>>>()

  take({ action, target, after }: { readonly action?: unknown; readonly target?: unknown; readonly after?: unknown }): void {
    if (action !== 'events.put_away' || typeof target !== 'object' || target === null || !('id' in target)) return
    if (typeof after === 'object' && after !== null) this.#told.set(String(target.id), { ...after })
  }

  /** `unread`: entries of some months were not looked into, and it may be among them. */
  judge(away: readonly AwayEvents[], unread: boolean, findings: RecordFindings): void {
    for (const { month, told } of away) {
      const said = this.#told.get(month)
      if (said === undefined) {
        if (!unread)
          findings.add({ kind: 'missing', text: `No entry of the log tells that the events of ${month} were put away.` })
      } else if (Object.entries(told).some(([name, value]) => said[name] !== value))
        findings.add({
          kind: 'changed',
          text: `What the database tells of the events of ${month} that were put away is not what was recorded then: ${JSON.stringify(said)}.`,
        })
    }
  }
}

/** What was not looked at because of months that are away, and how to have it looked at. */
export function tellAwayEvents(away: readonly AwayEvents[]): Remark[] {
  if (away.length === 0) return []
  const unread = away.filter(({ looked }) => looked === 'not_given').map(({ month, file }) => `${month} (${file})`)
  const months = away.map(({ month }) => month)
  const texts = [
    `The figures were not held against the events: those of ${months.join(', ')} are in files alone. To have them looked at, bring them back first: ${howToBringBack(months)}`,
    ...(unread.length > 0
      ? [`The events of these months were not looked into: ${unread.join(', ')}. The heads and signatures of their batches were.`]
      : []),
  ]
  return texts.map((text) => ({ kind: 'not_included', text }))
}

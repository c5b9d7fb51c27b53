import type { AwayMonth } from './open-months.ts'
import type { RecordFindings } from './record-findings.ts'

interface Told {
  readonly from?: unknown
  readonly to?: unknown
  readonly file?: unknown
  readonly sha256?: unknown
}

/**
 * What entries `audit.archived` tell. A body that is away is no fault only because of a row in the database: the row must be
 * what the log says of it.
 */
export class ToldArchives {
  readonly #told = new Map<string, Told>()

  take({ action, target, after }: { readonly action?: unknown; readonly target?: unknown; readonly after?: unknown }): void {
    if (action !== 'audit.archived') return
    const { id } = (typeof target === 'object' && target !== null ? target : {}) as { id?: unknown }
    if (typeof id === 'string') this.#told.set(id, (typeof after === 'object' && after !== null ? after : {}) as Told)
  }

  judge(months: readonly AwayMonth[], findings: RecordFindings): void {
    for (const { month, from, to, file, sha256 } of months) {
      const told = this.#told.get(month)
      // The entry follows its month; it may lie in a later one that was not looked into.
      const mayLie = months.some((other) => other.looked !== 'read' && other.from >= to)
      if (told === undefined && !mayLie)
        findings.add({ kind: 'missing', text: `No entry of the log tells that ${month} was archived, and its bytes are away.` })
      else if (told !== undefined && (told.from !== from || told.to !== to || told.file !== file || told.sha256 !== sha256))
        findings.add({
          kind: 'changed',
          text: `What the database tells of the archive of ${month} is not what was recorded when it was written: ${JSON.stringify(told)}.`,
        })
    }
  }
}

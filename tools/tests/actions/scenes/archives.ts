import type { Scene } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'

/** What becomes of a month that is long over; comes last, since an export of the whole log needs it. */
export const archiveScenes: readonly Scene<RecordBed>[] = [
  byProgram('audit.archived', (month) => ['archive', month]),
  byProgram('audit.restored', (month) => ['restore', month]),
  byProgram('audit.put_away', (month) => ['put-away', month]),
  byProgram('audit.archive_pruned', () => ['archives', '--prune']),
  ofEvents('events.put_away', 'put-away'),
  ofEvents('events.restored', 'restore'),
]

function ofEvents(action: Scene['action'], verb: string): Scene<RecordBed> {
  return {
    action,
    by: `counterfoil events ${verb} MONTH`,
    async act({ counterfoil, oldMonth, archiveDir }) {
      await counterfoil(['events', verb, oldMonth], { ARCHIVE_DIR: archiveDir })
      return { actor: { type: 'system', id: 'cli' }, target: { type: 'event_month', id: oldMonth } }
    },
  }
}

function byProgram(action: Scene['action'], argsFor: (month: string) => readonly string[]): Scene<RecordBed> {
  return {
    action,
    by: `counterfoil audit ${argsFor('MONTH').join(' ')}`,
    async act({ counterfoil, oldMonth, archiveDir }) {
      await counterfoil(['audit', ...argsFor(oldMonth)], { ARCHIVE_DIR: archiveDir })
      return { actor: { type: 'system', id: 'cli' }, target: { type: 'audit_month', id: oldMonth } }
    },
  }
}

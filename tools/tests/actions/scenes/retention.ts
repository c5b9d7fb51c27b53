import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const user = ({ id }: Somebody) => ({ type: 'user', id })

/** Periods, what went by them, and the report. */
export const retentionScenes: readonly Scene<LogScene>[] = [
  {
    action: 'retention.changed',
    by: 'the page of retention',
    async act({ admin }) {
      await admin.ask('retention.changePeriod', { dataClass: 'sessions', days: 60 })
      return { actor: user(admin), target: { type: 'data_class', id: 'sessions' } }
    },
  },
  {
    action: 'retention.changed',
    by: 'the page of retention, months of events',
    async act({ admin }) {
      await admin.ask('retention.chooseEventMonths', { months: 120 })
      return { actor: user(admin), target: { type: 'data_class', id: 'events' } }
    },
  },
  {
    action: 'retention.purged',
    by: 'counterfoil retention purge',
    async act({ database, admin, counterfoil }) {
      await database.pool.query(
        `insert into session (id, expires_at, token, user_id) values ($1, now() - interval '61 days', $2, $3)`,
        [randomUUID(), randomBytes(32).toString('hex'), admin.id],
      )
      await counterfoil(['retention', 'purge'])
      return { actor: { type: 'system', id: 'cli' }, target: { type: 'data_class', id: 'sessions' } }
    },
  },
  {
    action: 'retention.exported',
    by: 'the page of retention',
    async act({ auditor }) {
      await auditor.ask('retention.export', { quarter: '2026-Q3' })
      return { actor: user(auditor), target: { type: 'retention_report', id: '2026-Q3' } }
    },
  },
  {
    action: 'events.exported',
    by: 'counterfoil export events MONTH',
    async act({ counterfoil }) {
      const folder = await mkdtemp(join(tmpdir(), 'counterfoil-events-'))
      await counterfoil(['export', 'events', '2026-03', '--out', join(folder, 'march.zip')])
      await rm(folder, { recursive: true })
      return { actor: { type: 'system', id: 'cli' }, target: { type: 'event_month', id: '2026-03' } }
    },
  },
]

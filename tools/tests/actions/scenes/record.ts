import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { startIdentityProvider } from '../../../../apps/web/tests/support/identity-provider.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'
import type { Somebody } from '../support/somebody.ts'

const user = ({ id }: Somebody) => ({ type: 'user', id })
const cli = { type: 'system', id: 'cli' } as const
const files = () => mkdtempSync(join(tmpdir(), 'counterfoil-record-'))

/** Of the log itself: who read it, took it, changed how it is reviewed. */
export const recordScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'audit.read',
    by: 'a search',
    async act({ admin }) {
      await admin.ask('audit.list', { filter: { requirement: '10.2.1.5' } })
      return { actor: user(admin), target: { type: 'audit_log', id: 'search' } }
    },
  },
  {
    action: 'audit.exported',
    by: 'a search taken as a file',
    async act({ admin }) {
      await admin.ask('audit.export', { filter: { requirement: '10.2.1.5' } })
      return { actor: user(admin), target: { type: 'audit_log', id: 'csv' } }
    },
  },
  {
    action: 'audit.exported',
    by: 'counterfoil export audit',
    async act({ counterfoil, settle }) {
      await settle()
      await counterfoil(['export', 'audit', '--out', join(files(), 'log.zip')])
      return { actor: cli, target: { type: 'log' } }
    },
  },
  {
    action: 'audit.view_saved',
    by: 'the page of the record',
    async act({ admin }) {
      await admin.ask('audit.saveView', { name: 'Credentials', filter: { requirement: '10.2.1.5' } })
      return { actor: user(admin), target: { type: 'audit_view' } }
    },
  },
  {
    action: 'audit.view_removed',
    by: 'the page of the record',
    async act({ admin }) {
      const [view] = await admin.ask<{ id: string }[]>('audit.views')
      await admin.ask('audit.removeView', { id: view?.id })
      return { actor: user(admin), target: { type: 'audit_view', id: view?.id ?? '' } }
    },
  },
  {
    action: 'audit.rule_changed',
    by: 'the page of rules',
    async act({ admin }) {
      await admin.ask('auditReview.changeRule', { rule: 'clock', version: 1, enabled: true, parameters: { seconds: 90 } })
      return { actor: user(admin), target: { type: 'audit_rule', id: 'clock' } }
    },
  },
  {
    action: 'audit.day_reviewed',
    by: 'the page of the day',
    async act({ auditor, database }) {
      // An installation of two days ago: yesterday is over.
      await database.owner.query(`update audit_follower set since = since - interval '2 days'`)
      const asked = { signed: false, cursor: null, direction: 'forward' }
      const { days } = await auditor.ask<{ days: { day: string; state: string }[] }>('auditReview.days', asked)
      const day = days.find(({ state }) => state !== 'running')?.day ?? ''
      const shown = () => auditor.ask<{ complete: boolean; statement: { hash: string } }>('auditReview.day', { day })
      await until(async () => (await shown()).complete)
      await auditor.ask('auditReview.sign', { day, note: 'looked at all', statementHash: (await shown()).statement.hash })
      return { actor: user(auditor), target: { type: 'audit_day', id: day } }
    },
  },
  {
    action: 'personal.erased',
    by: 'the page of an entry',
    async act({ admin, second }) {
      const filter = { action: 'person.invited', actor: admin.id }
      const { rows } = await second.ask<{ rows: { id: string }[] }>('audit.list', { filter })
      const entry = rows[0]?.id ?? ''
      await second.ask('audit.erase', { of: { entry }, why: 'asked for it' })
      return { actor: user(second), target: { type: 'audit_entry', id: entry } }
    },
  },
]

async function incidentOf({ admin }: LogScene): Promise<string> {
  const incidents = await admin.ask<{ id: string; kind: string }[]>('incidents.list')
  return incidents.find(({ kind }) => kind === 'sign_in')?.id ?? ''
}
const DASHBOARD = { type: 'system', id: 'dashboard' } as const

export const incidentScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'incident.opened',
    by: 'somebody who signs in while the identity provider is away',
    async act(bed) {
      await bed.dashboard.openBrowser().follow('/api/sso/start')
      return { actor: DASHBOARD, target: { type: 'incident', id: await incidentOf(bed) } }
    },
  },
  {
    action: 'incident.ended',
    by: 'somebody who signs in when it is back',
    async act(bed) {
      await using _provider = await startIdentityProvider({ port: bed.providerPort })
      await bed.dashboard.openBrowser().follow('/api/sso/start')
      return { actor: DASHBOARD, target: { type: 'incident', id: await incidentOf(bed) } }
    },
  },
  {
    action: 'incident.closed',
    by: 'the page of incidents',
    async act(bed) {
      const id = await incidentOf(bed)
      await bed.admin.ask('incidents.close', { id, cause: 'their certificate ran out', fix: 'they renewed it' })
      return { actor: user(bed.admin), target: { type: 'incident', id } }
    },
  },
  {
    action: 'alert.acknowledged',
    by: 'the page of the system',
    async act({ admin, database }) {
      const { rows } = await database.pool.query<{ id: string }>(
        `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at)
         values (gen_random_uuid(), 'disk_free', 'hub-1:4000 database', 'critical', now(), 0.05, 0.05, 0.05, 0.1, now()) returning id`,
      )
      const id = rows[0]?.id ?? ''
      await admin.ask('system.acknowledge', { id })
      return { actor: user(admin), target: { type: 'alert', id } }
    },
  },
]

const stream = (actor: { type: string; id: string }) => ({ actor, target: { type: 'stream' } })
const hub = { type: 'system', id: 'hub' } as const

async function stoppedIs({ database }: LogScene, stopped: boolean): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query(
      'select stopped_at is not null as stopped, next_idx > 0 as begun from audit_stream',
    )
    return rows[0]?.stopped === stopped && (stopped || rows[0]?.begun === true)
  })
}

export const streamScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'stream.added',
    by: 'counterfoil stream add',
    async act({ counterfoil, receiver, receiverCa, receiverSecret }) {
      receiver.manner = 'refuse'
      const secretFile = join(files(), 'secret')
      writeFileSync(secretFile, receiverSecret, { mode: 0o600 })
      const to = `https://127.0.0.1:${receiver.port}/in`
      await counterfoil(['stream', 'add', 'siem', '--to', to, '--ca', receiverCa, '--secret-file', secretFile])
      return stream(cli)
    },
  },
  {
    action: 'stream.stopped',
    by: 'a receiver that takes nothing',
    async act(bed) {
      await stoppedIs(bed, true)
      return { ...stream(hub), outcome: 'failed' }
    },
  },
  {
    action: 'stream.resumed',
    by: 'a receiver that takes again',
    async act(bed) {
      bed.receiver.manner = 'take'
      await stoppedIs(bed, false)
      return stream(hub)
    },
  },
  {
    action: 'stream.removed',
    by: 'counterfoil stream remove',
    async act({ counterfoil }) {
      await counterfoil(['stream', 'remove', 'siem'])
      return stream(cli)
    },
  },
]

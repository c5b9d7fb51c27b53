import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { type AlertRule, alertRules, ownThresholds, type Threshold } from '@counterfoil/services/operations'
import { LOG_LOCK, realClock, saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HubParts } from '../src/realtime/hub-parts.ts'
import { enrolled, greet, newId, type StartedHub, startHub, until } from './hub-bed.ts'

const LOOK_MS = 15_000
const GB = 1_000_000_000
const HOUR_MS = 3_600_000
/** What the hub is shown of its machine. */
const machine = { freeBytes: 50 * GB, perLook: 0, backupAgeMs: HOUR_MS, logAgeMs: 0, replicaLagMs: 0 as number | null }

let base: TestDatabase
let hub: StartedHub | undefined
let aheadMs = 0
/** Real time, but each look at how things stand comes at once and takes 15 s with it. */
const hasty = {
  ...realClock,
  monotonicMs: () => realClock.monotonicMs() + aheadMs,
  startTimer: (delayMs: number, fire: () => void) =>
    delayMs !== LOOK_MS
      ? realClock.startTimer(delayMs, fire)
      : realClock.startTimer(25, () => {
          aheadMs += LOOK_MS
          machine.freeBytes -= machine.perLook
          fire()
        }),
}
/** Looks come at once, and nothing else is as it is not. */
const quick = { ...hasty, monotonicMs: realClock.monotonicMs }

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
})

const isOpen = async (rule: AlertRule) =>
  (await base.pool.query('select from operations_alert where rule = $1 and ended_at is null', [rule])).rowCount === 1

/** A hub that raises alerts by these rules alone. */
async function watch(clock: typeof hasty, rules: readonly (readonly [AlertRule, Threshold])[]): Promise<StartedHub> {
  const seen: HubParts['machine'] = {
    disks: [{ place: 'database', path: '/' }],
    readDisk: async () => ({ freeBytes: machine.freeBytes, sizeBytes: 100 * GB }),
    backups: {
      folder: '/backups',
      read: async () => ({
        newestMs: Date.now() - machine.backupAgeMs,
        logMs: Date.now() - machine.logAgeMs,
        keepsLog: true,
      }),
    },
    replica: () => ({ state: machine.replicaLagMs === null ? 'away' : 'good', lagMs: machine.replicaLagMs }),
  }
  const alerts = { hub: 'hub-1:4000', thresholds: new Map(rules), webhook: null }
  // A file where a folder should be: the job that reads it fails each time.
  return startHub(base, { clock, machine: seen, alerts, fundsFolder: import.meta.filename })
}

/** In a store of its own, since then and never looked at. */
async function terminalInUse(since: string): Promise<{ readonly deviceId: number; readonly storeId: number }> {
  const { id: storeId } = await createStore(base.db)
  const { rows } = await base.owner.query<{ id: number }>(
    `insert into device (kind, registered, state, store_id, created_at) values ('terminal', true, 'active', $1, now()) returning id`,
    [storeId],
  )
  const deviceId = rows[0]?.id ?? 0
  await base.owner.query(
    `insert into device_state (device_id, since, state, actor_type, actor_id) values ($1, now() - $2::interval, 'active', 'system', 'test')`,
    [deviceId, since],
  )
  return { deviceId, storeId }
}

/** Keeps others from what this statement locks until `work` is done. */
async function locked(lock: string, work: () => Promise<void>): Promise<void> {
  const client = await base.owner.connect()
  try {
    await client.query(`begin; ${lock}`)
    await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/**
 * The log is somebody else's, so nobody gives places or signs. A lock of its table would do too, until whoever is at the log
 * waits for it while holding what `backdate` waits for.
 */
const keepingTheLog = (work: () => Promise<void>) => locked(`select pg_advisory_xact_lock(${LOG_LOCK})`, work)

/** As the owner may, past what keeps the record as it is. */
const backdate = (table: string, set: string) =>
  base.owner.query(
    `alter table ${table} disable trigger user; update ${table} set ${set}; alter table ${table} enable trigger user`,
  )

/** Makes it happen, by the program’s own figures; what is undone again is undone. */
const scenes: Readonly<Record<Exclude<AlertRule, 'commit_latency' | 'ingest_backlog'>, () => Promise<void>>> = {
  job_failures: () => until(() => isOpen('job_failures')),
  pull_failures: async () => {
    await base.owner.query(
      `insert into funds_pull (id, name, host, port, user_name, secret_kind, folder, pattern, every_minutes, next_look_at, trouble, failed_looks)
       values (gen_random_uuid(), 'bank', 'bank.example', 22, 'chain', 'password', '/', '*', 60, now() + interval '1 day', 'no_answer', 3)`,
    )
    await until(() => isOpen('pull_failures'))
  },
  certificate: async () => {
    await base.pool.query(
      `insert into hub_certificate (host, port, fingerprint, subject, issuer, names, valid_from, valid_until, since)
       values ('hub-1', 4000, $1, 's', 'i', 'n', now() - interval '80 days', now() + interval '10 days', now())`,
      ['a'.repeat(64)],
    )
    await until(() => isOpen('certificate'))
  },
  backup_age: async () => {
    machine.backupAgeMs = 27 * HOUR_MS
    await until(() => isOpen('backup_age'))
  },
  backup_log: async () => {
    machine.logAgeMs = 16 * 60_000
    await until(() => isOpen('backup_log'))
  },
  replica_lag: async () => {
    machine.replicaLagMs = 31_000
    await until(() => isOpen('replica_lag'))
  },
  replica_away: async () => {
    machine.replicaLagMs = null
    await until(() => isOpen('replica_away'))
  },
  disk_forecast: async () => {
    machine.perLook = 5_000_000
    await until(() => isOpen('disk_forecast'))
    expect(await isOpen('disk_free')).toBe(false)
  },
  disk_free: async () => {
    machine.freeBytes = 9 * GB
    await until(() => isOpen('disk_free'))
  },
  witness_loss: async () => {
    const { id: storeId } = await createStore(base.db)
    for (let agents = 0; agents < 3; agents += 1) {
      const { id } = await enrolled(base, { storeId })
      await base.pool.query(
        `insert into agent_presence (agent_id, since, connected, waiting, node_id)
         select $1, now() - interval '1 hour', true, 0, id from hub_node order by seen_at desc limit 1`,
        [id],
      )
    }
    await until(() => isOpen('witness_loss'))
  },
  store_offline: async () => {
    const { id } = await createStore(base.db)
    await base.owner.query(
      `insert into health_finding (id, code, severity, store_id, since, found_at, figures) values (gen_random_uuid(), 'store_offline', 'critical', $1, now(), now(), '{}')`,
      [id],
    )
    await until(() => isOpen('store_offline'))
  },
  device_unwell: async () => {
    const { id } = await createStore(base.db)
    await base.owner.query(
      `insert into health_finding (id, code, severity, store_id, since, found_at, figures) values (gen_random_uuid(), 'needs_action', 'warning', $1, now(), now(), '{}')`,
      [id],
    )
    await until(() => isOpen('device_unwell'))
  },
  inspection_overdue: async () => {
    await terminalInUse('31 days')
    await until(() => isOpen('inspection_overdue'))
  },
  inspection_suspicious: async () => {
    const { deviceId, storeId } = await terminalInUse('1 hour')
    await base.owner.query(
      `with person as (insert into "user" (id, name, email, role) values ('inspector', 'I', 'i@chain.example', 'store_manager') returning id)
       insert into inspection (id, content_hash, device_id, store_id, class, class_version, answers, result, findings, done_at, sent_at, recorded_at, inspected_by, trained)
       select gen_random_uuid(), sha256('x'), $1, $2, 'attended', 0, '{}', 'suspicious', '{said}', now(), now(), now(), id, false from person`,
      [deviceId, storeId],
    )
    await until(() => isOpen('inspection_suspicious'))
  },
  log_lag: () =>
    keepingTheLog(async () => {
      const { rows } = await base.pool.query<{ id: string }>('select id from audit_entry limit 1')
      await base.owner.query('insert into audit_queue (entry_id) values ($1)', [rows[0]?.id])
      await backdate('audit_entry', `recorded_at = now() - interval '1 minute'`)
      await until(() => isOpen('log_lag'))
      await base.owner.query('delete from audit_queue where entry_id = $1', [rows[0]?.id])
    }),
  checkpoint_age: () =>
    keepingTheLog(async () => {
      await backdate('audit_checkpoint', `signed_at = signed_at - interval '10 minutes'`)
      await until(() => isOpen('checkpoint_age'))
    }),
  log_loss: async () => {
    await base.owner.query(
      'insert into audit_loss (id, found_at, seen_size, common_size) values (gen_random_uuid(), now(), 9, 1)',
    )
    await until(() => isOpen('log_loss'))
  },
}

it('commits that take long and events that wait for them are noticed', async () => {
  const atOnce = { raiseAfterSeconds: 0, endAfterSeconds: 0 }
  hub = await watch(quick, [
    ['commit_latency', { ...ownThresholds.commit_latency, ...atOnce }],
    // As many as one till’s sale is, instead of ten thousand.
    ['ingest_backlog', { ...ownThresholds.ingest_backlog, ...atOnce, raiseAt: 3, endAt: 0 }],
  ])
  const agent = await enrolled(base)
  const link = await greet(hub.url, agent)
  let answer: Promise<{ ok: boolean }> | undefined
  await locked('lock table event in exclusive mode', async () => {
    answer = link.send(agent.script.batch(saleEvents({ id: newId(), amountMinor: 100 })))
    await until(() => isOpen('ingest_backlog'))
    // What waits has waited for longer than a commit may take.
    const sinceMs = performance.now()
    await until(() => performance.now() - sinceMs > 1_000 * ownThresholds.commit_latency.raiseAt)
  })
  expect(await answer).toMatchObject({ ok: true })
  await until(async () => (await base.pool.query(`select from operations_alert where rule = 'commit_latency'`)).rowCount === 1)
  await until(async () => !(await isOpen('ingest_backlog')))
  link.close()
  await hub.close()
})

it('every other rule is shown what it is for, and raises its alert by the program’s own figures', async () => {
  hub = await watch(
    hasty,
    alertRules.flatMap((rule) => (rule in scenes ? [[rule, ownThresholds[rule]] as const] : [])),
  )
  expect([...Object.keys(scenes), 'commit_latency', 'ingest_backlog'].toSorted()).toEqual([...alertRules].toSorted())
  await until(async () => (await base.pool.query('select from audit_checkpoint')).rowCount !== 0)
  for (const [rule, play] of Object.entries(scenes)) {
    if (rule !== 'job_failures') expect(await isOpen(rule as AlertRule), rule).toBe(false)
    await play()
  }
})

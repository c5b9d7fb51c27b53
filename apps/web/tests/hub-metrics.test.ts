import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createDashboardMetrics } from '../src/server/watching/create-metrics.ts'
import { enrolled, greet, newId, type StartedHub, startHub, until } from './hub-bed.ts'

const TOKEN = 'a-token-for-prometheus-0123456789'
const HOUR_S = 3_600
let base: TestDatabase
let hub: StartedHub

/** 12 agents with queues of 1 to 12 events, one that never came, one shut out; a certificate, two files; a disk, a backup, a replica. */
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  for (let waiting = 1; waiting <= 12; waiting += 1) {
    const { id } = await enrolled(base)
    await base.pool.query(
      `insert into agent_presence (agent_id, since, connected, waiting, oldest_ms) values ($1, now() - interval '1 hour', false, $2, $3)`,
      [id, waiting, waiting * 1_000],
    )
  }
  await enrolled(base)
  await enrolled(base, { state: 'revoked' })
  await base.pool.query(
    `insert into hub_certificate (host, port, fingerprint, subject, issuer, names, valid_from, valid_until, since)
     values ('hub-1', 4000, $1, 's', 'i', 'n', now(), now() + interval '30 days', now())`,
    ['a'.repeat(64)],
  )
  hub = await startHub(base, {
    metricsToken: TOKEN,
    machine: {
      disks: [
        { place: 'database', path: '/there' },
        { place: 'archives', path: '/gone' },
      ],
      readDisk: async (path) => {
        if (path === '/gone') throw new Error('no such folder')
        return { freeBytes: 25e9, sizeBytes: 100e9 }
      },
      backups: {
        folder: '/backups',
        read: async () => ({ newestMs: Date.now() - 2 * HOUR_S * 1_000, logMs: Date.now() - 9_000, keepsLog: true }),
      },
      replica: () => ({ state: 'late', lagMs: 7_000 }),
    },
  })
  await until(async () => (await sample('counterfoil_chain_figures_timestamp_seconds')) > 0)
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
})

const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${hub.url}${path}`, { headers })
const read = async () => (await ask('/metrics')).text()

/** The value of one series; NaN where it is absent. */
async function sample(series: string): Promise<number> {
  const line = (await read()).split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? Number.NaN : Number(line.slice(series.length + 1))
}

describe('the metrics of a hub', () => {
  it('are read from its own machine or with the token, and are nowhere for anybody else', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' }
    expect((await ask('/metrics')).status).toBe(200)
    expect((await ask('/metrics', { ...elsewhere, authorization: `Bearer ${TOKEN}` })).status).toBe(200)
    for (const headers of [elsewhere, { ...elsewhere, authorization: 'Bearer wrong' }]) {
      const answer = await ask('/metrics', headers)
      expect(answer.status).toBe(404)
      expect(await answer.text()).not.toContain('counterfoil_')
    }
  })

  it('tell of all agents together and name ten, however many there are', async () => {
    const text = await read()
    expect(text).toContain('counterfoil_agents{state="away"} 12')
    expect(text).toContain('counterfoil_agents{state="never_seen"} 1')
    expect(text).toContain('counterfoil_agents{state="revoked"} 1')
    expect(text).toContain('counterfoil_agents{state="locked"} 0')
    expect(text).toContain('counterfoil_outbox_waiting_events 78')
    expect(text).toContain('counterfoil_outbox_oldest_seconds 12')
    const named = text.split('\n').filter((line) => line.startsWith('counterfoil_outbox_longest_events{'))
    expect(named.map((line) => Number(line.split(' ')[1])).toSorted((a, b) => b - a)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })

  it('tell of the machine what can be read, and nothing of what cannot', async () => {
    const text = await read()
    expect(text).toContain('counterfoil_disk_free_bytes{place="database"} 25000000000')
    expect(text).not.toContain('place="archives"')
    expect(await sample('counterfoil_backup_age_seconds')).toBeCloseTo(2 * HOUR_S, -2)
    expect(await sample('counterfoil_backup_log_age_seconds')).toBeCloseTo(9, -1)
    // For the hubs after this one.
    const kept = await base.pool.query<{ seen: boolean }>(
      `select log_at > newest_at and since > newest_at as seen from backup_watch where folder = '/backups'`,
    )
    expect(kept.rows).toEqual([{ seen: true }])
    expect(await sample('counterfoil_replica_lag_seconds')).toBe(7)
    expect((await sample('counterfoil_certificate_expiry_seconds')) / 86_400).toBeCloseTo(30, 1)
    expect(await sample('counterfoil_funds_files{state="stored"}')).toBe(0)
    // No log has begun, and nothing has looked at this disk for half an hour.
    expect(text).not.toMatch(/^counterfoil_disk_full_in_seconds\{/m)
  })

  it('count what is committed, and the hub’s own jobs', async () => {
    const agent = await enrolled(base)
    const link = await greet(hub.url, agent)
    const batch = agent.script.batch(saleEvents({ id: newId(), amountMinor: 100 }))
    const before = await sample('counterfoil_ingest_events_total')
    expect(await link.send(batch)).toMatchObject({ ok: true })
    await until(async () => (await sample('counterfoil_ingest_events_total')) === before + batch.count)
    expect(await sample('counterfoil_ingest_commit_seconds_count')).toBeGreaterThan(0)
    link.close()
    await until(async () => (await sample('counterfoil_job_runs_total{task="watch_log"}')) > 0)
    expect(await sample('counterfoil_job_failures_total{task="watch_log"}')).toBe(0)
    // What is too old is looked for, and the room of each class is measured, from the start on.
    for (const task of ['retention', 'measure_sizes']) {
      await until(async () => (await sample(`counterfoil_job_runs_total{task="${task}"}`)) > 0)
      expect(await sample(`counterfoil_job_failures_total{task="${task}"}`)).toBe(0)
    }
    expect(await sample('counterfoil_data_class_bytes{class="events"}')).toBeGreaterThan(0)
    expect(await sample('counterfoil_job_failures_in_a_row{task="funds_match"}')).toBe(0)
    expect(await sample('counterfoil_database_pool_waiting')).toBe(0)
    expect(await sample('nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6)
  })
})

describe('the files for Grafana and Prometheus', () => {
  const deploy = join(import.meta.dirname, '../../../deploy')
  const dashboard = JSON.parse(readFileSync(join(deploy, 'grafana/counterfoil.json'), 'utf8')) as {
    panels: { title: string; targets?: { expr: string }[]; gridPos: { x: number; y: number; w: number; h: number } }[]
  }
  const rules = (parse(readFileSync(join(deploy, 'prometheus/alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] }).groups
    .flatMap((group) => group.rules)
    .map(({ alert, expr, labels, annotations }) => ({ alert, expr, labels, annotations }))
  interface Rule {
    alert: string
    expr: string
    labels: { severity: string }
    annotations: { summary: string; description: string }
  }

  /** Every series a metric of this text may have, with the labels that were seen with it. */
  function exported(text: string): Map<string, Set<string>> {
    const kinds = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind = '']) => [name, kind]))
    const labels = new Map<string, Set<string>>()
    for (const [name, kind] of kinds) {
      const series = kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]
      for (const each of series) labels.set(each, new Set())
    }
    for (const [, name = '', inside = ''] of text.matchAll(/^(\w+)\{([^}]*)\}/gm))
      for (const [, label = ''] of inside.matchAll(/(\w+)="/g)) labels.get(name)?.add(label)
    return labels
  }

  it('name no metric and no label that hub or dashboard do not export', async () => {
    const own = createDashboardMetrics(base.pool)
    own.answered('stores.list', 0.1, 'ok')
    const known = exported(`${await read()}\n${await own.registry.metrics()}`)
    const expressions = [
      ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr])),
      ...rules.map(({ alert, expr }) => [alert, expr]),
    ]
    expect(expressions.length).toBeGreaterThan(50)
    for (const [where, expression = ''] of expressions) {
      const names = expression.match(/\b(counterfoil|nodejs|process)_\w+/g) ?? []
      // Prometheus' own word for whether a target answered.
      expect([where, names.length > 0 || /^up\{/.test(expression)]).toEqual([where, true])
      for (const name of names) expect([where, name, known.has(name)]).toEqual([where, name, true])
      const used = [
        ...[...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
        ...[...expression.matchAll(/[{,](\w+)=/g)].map(([, label = '']) => label),
      ]
      // Prometheus adds these when it scrapes.
      const there = new Set(['job', 'instance', ...names.flatMap((name) => [...(known.get(name) ?? [])])])
      // What has had no series yet shows no labels: those are looked for in the program.
      const unseen = names.some((name) => (known.get(name)?.size ?? 0) === 0)
      for (const label of used) expect([where, label, unseen || there.has(label)]).toEqual([where, label, true])
    }
  })

  it('warn of everything the hub should notice, each with a severity and words', () => {
    const about = rules.map(({ alert }) => alert.replace('Counterfoil', ''))
    const wanted = [
      'NotScraped',
      'NoHub',
      'CommitLatency',
      'IngestBacklog',
      'LogLag',
      'WitnessLoss',
      'DiskFree',
      'DiskFillsUp',
      'Certificate',
      'BackupAge',
      'BackupLog',
    ]
    for (const one of [...wanted, 'ReplicaLag', 'JobFailures']) expect(about).toContain(one)
    for (const { alert, labels, annotations } of rules) {
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(warning|critical)$/)])
      expect(annotations.summary.length * annotations.description.length).toBeGreaterThan(0)
    }
  })

  it('warn of a hub that is gone: one that is looked for and does not answer, and figures that only a hub tells and nobody does', async () => {
    const of = (alert: string) => rules.find((rule) => rule.alert === alert)?.expr ?? ''
    const guide = readFileSync(join(deploy, '../docs/guide/monitoring.md'), 'utf8')
    const [, job = ''] = /job_name: (\S+)/.exec(guide) ?? []
    const [, jobs = ''] = /^up\{job=~"([^"]+)"\} == 0$/.exec(of('CounterfoilNotScraped')) ?? []
    expect(job).toMatch(new RegExp(`^(${jobs})$`))
    const [, only = ''] = /^absent\((\w+)\)$/.exec(of('CounterfoilNoHub')) ?? []
    expect(exported(await read()).has(only)).toBe(true)
    // A living dashboard must not stand for the hub.
    expect(exported(await createDashboardMetrics(base.pool).registry.metrics()).has(only)).toBe(false)
  })

  it('lay no panel over another', () => {
    const taken = new Set<string>()
    for (const { gridPos } of dashboard.panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(x).toBeLessThan(24)
          expect(taken.has(`${x},${y}`)).toBe(false)
          taken.add(`${x},${y}`)
        }
  })
})

describe('readiness', () => {
  const ready = async () => {
    const answer = await ask('/readyz')
    return { status: answer.status, body: await answer.json() }
  }

  it('ends while the database is migrated, and says so in plain words to this machine alone', async () => {
    expect(await ready()).toEqual({
      status: 200,
      body: { ready: true, parts: { database: 'ok', ingest: 'ok', process: 'ok' }, problems: [] },
    })
    const migrating = await base.owner.connect()
    await migrating.query('select pg_advisory_lock(7236839, 1)')
    expect(await ready()).toMatchObject({
      status: 503,
      body: { parts: { database: 'migrating' }, problems: [expect.stringContaining('new version')] },
    })
    const elsewhere = await ask('/readyz', { 'x-forwarded-for': '203.0.113.9' })
    expect([elsewhere.status, await elsewhere.json()]).toEqual([503, { ready: false }])
    migrating.release(true)
    await until(async () => (await ready()).status === 200)
  })

  it('ends for good when the hub is about to stop, which goes on working', async () => {
    hub.hub.drain()
    expect(await ready()).toMatchObject({
      status: 503,
      body: { parts: { process: 'draining' }, problems: [expect.stringContaining('about to stop')] },
    })
    expect(await sample('counterfoil_ready')).toBe(0)
    expect((await ask('/healthz')).status).toBe(200)
    const agent = await enrolled(base)
    ;(await greet(hub.url, agent)).close()
  })
})

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { createInstallation, type TestDatabase } from '@counterfoil/db/testing'
import { createSetupLink } from '@counterfoil/services/users'
import { type StartedHub, startHub, until } from '../../../../apps/web/tests/hub-bed.ts'
import { openDashboard, type TestDashboard } from '../../../../apps/web/tests/support/open-dashboard.ts'
import { enrolSomebody, inviteSomebody, type Somebody } from './somebody.ts'

type HubSettings = Parameters<typeof startHub>[1]

/** A dashboard and a hub over one database, two administrators, and the auditor who searches the log. */
export interface LogScene {
  readonly database: TestDatabase
  readonly dashboard: TestDashboard
  readonly admin: Somebody
  readonly second: Somebody
  readonly auditor: Somebody
  hub(): StartedHub
  /** Ends it in order. */
  stopHub(): Promise<void>
  /** Another over the same database. */
  startHub(settings?: HubSettings): Promise<void>
  /** Runs the program as on a server; rejects unless it ends with 0. */
  counterfoil(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** Everything so far has its place in the log and is signed. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface SceneSettings {
  readonly dashboard?: Parameters<typeof openDashboard>[0]
  /** Of the first hub. */
  readonly hub?: HubSettings
  /** Makes the installation, and the link for the first account, whose token it gives. */
  readonly begin?: (scene: Beginning) => Promise<string>
}

type Beginning = Pick<LogScene, 'database' | 'dashboard' | 'counterfoil'>

const MAIN = join(import.meta.dirname, '../../../../apps/cli/src/main.ts')
export const ORIGIN = 'http://localhost:3000'
/** Of the hub's secret in tests: 32 bytes of nothing. */
export const HUB_KEY = 'A'.repeat(43)

export async function openLogScene(settings: SceneSettings = {}): Promise<LogScene> {
  const dashboard = await openDashboard(settings.dashboard)
  const { database } = dashboard
  const counterfoil: LogScene['counterfoil'] = (args, more = {}) => {
    const env = { ...process.env, DATABASE_URL: database.url, PUBLIC_ORIGIN: ORIGIN, HUB_KEY, ...more }
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [MAIN, ...args], { env }, (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(`counterfoil ${args.join(' ')}: ${err.trim() || error.message}`)),
      )
    })
  }
  const token = await (settings.begin ?? beginPlainly)({ database, dashboard, counterfoil })
  let hub = await startHub(database, settings.hub)
  const first = { name: 'Maria Vogel', email: 'm.vogel@chain.example', password: 'korrekt pferd batterie 7' }
  const admin = await enrolSomebody(dashboard, { token, ...first })
  const second = await inviteSomebody(dashboard, admin, 'administrator')
  const auditor = await inviteSomebody(dashboard, admin, 'auditor')

  async function isSettled(): Promise<boolean> {
    const { rows } = await database.pool.query(
      `select (select count(*) from audit_queue) = 0 and (select size from audit_tree) = (select max(size) from audit_checkpoint) as settled`,
    )
    return rows[0]?.settled === true
  }
  return {
    database,
    dashboard,
    admin,
    second,
    auditor,
    counterfoil,
    hub: () => hub,
    stopHub: () => hub.close(),
    async startHub(given) {
      hub = await startHub(database, given)
    },
    settle: () => until(isSettled),
    async close() {
      await hub.close()
      await dashboard[Symbol.asyncDispose]()
    },
  }
}

export async function beginPlainly({ database, dashboard }: Beginning): Promise<string> {
  await createInstallation(database.db)
  return (await createSetupLink(dashboard.runtime.systemServices('test'), { force: false })).token
}

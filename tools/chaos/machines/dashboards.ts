import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from '../../stack/root.ts'
import { findPorts } from '../free-ports.ts'
import { KeptProcess } from '../kept-process.ts'
import { signIn } from '../live-page.ts'
import type { World } from '../world.ts'

/** One of several dashboards over one database, and somebody signed in there. */
export interface Dashboard {
  readonly process: KeptProcess
  /** A page's HTML in a language, or undefined while nobody answers. */
  page(path: string, language: 'en' | 'zh'): Promise<string | undefined>
  /** The status of a question as pages ask it. */
  ask(procedure: string, input: object): Promise<number>
  /** What a balancer would see. */
  ready(): Promise<boolean>
}

/** Of all dashboards of a chain: a session of one is a session of the other. */
const SECRET = 'one secret for both dashboards, 32'
const WEB = join(ROOT, 'apps/web')
const ANSWER_MS = 20_000
const LOOK_MS = 250

/** Starts so many as `npm start` starts one, from the build that is there; resolves when all answer. */
export async function startDashboards(world: World, count: number, owned: AsyncDisposableStack): Promise<Dashboard[]> {
  if (!existsSync(join(WEB, '.next/BUILD_ID')))
    throw new Error('The dashboard is not built. Run node_modules/.bin/turbo run build.')
  const cookie = await signIn(world.ctx, SECRET)
  const ports = await findPorts(count, Math.random)
  const dashboards = ports.map((port, nth): Dashboard => {
    const url = `http://127.0.0.1:${port}`
    const kept = new KeptProcess({
      name: `dashboard ${nth + 1}`,
      args: [join(ROOT, 'node_modules/next/dist/bin/next'), 'start', '--port', String(port), '--hostname', '127.0.0.1'],
      cwd: WEB,
      env: {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        ...world.databaseEnv,
        WEB_PORT: String(port),
        PUBLIC_ORIGIN: url,
        AUTH_SECRET: SECRET,
      },
      logFile: join(world.folder, `dashboard-${nth + 1}.log`),
    })
    owned.defer(() => kept.kill())
    const send = (path: string, init: RequestInit = {}) =>
      fetch(url + path, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS), ...init })
    return {
      process: kept,
      async page(path, language) {
        const answer = await send(path, { headers: { cookie: `${cookie}; counterfoil_language=${language}` } }).catch(
          () => undefined,
        )
        return answer?.text()
      },
      async ask(procedure, input) {
        const headers = { cookie, origin: url, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
        const body = JSON.stringify({ json: input })
        return (await send(`/api/trpc/${procedure}`, { method: 'POST', headers, body })).status
      },
      ready: () =>
        send('/readyz').then(
          ({ ok }) => ok,
          () => false,
        ),
    }
  })
  for (const { process } of dashboards) process.start()
  for (const dashboard of dashboards) while (!(await dashboard.ready())) await delay(LOOK_MS)
  return dashboards
}

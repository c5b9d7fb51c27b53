import { join } from 'node:path'
import { type Child, startChild } from '../tools/stack/child.ts'
import { HUB_PROGRAM } from '../tools/stack/hub-program.ts'
import { ROOT } from '../tools/stack/root.ts'

export interface HubProcess {
  readonly url: string
  readonly pid: number
  /** Resolves with the first match in what it says. */
  readonly waitFor: Child['waitFor']
  /** Its metrics in Prometheus' text form. */
  metrics(): Promise<string>
  stop(): Promise<void>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
}

/** Starts the real hub over a database, on a free port unless one is given; resolves when it can write. */
export async function startHub(databaseUrl: string, givenPort = 0, options: readonly string[] = []): Promise<HubProcess> {
  const child: Child = startChild(process.execPath, ['--disable-warning=ExperimentalWarning', ...options, ...HUB_PROGRAM], {
    cwd: join(ROOT, 'apps/web'),
    env: {
      DATABASE_URL: databaseUrl,
      HUB_KEY: 'A'.repeat(43),
      HUB_PORT: String(givenPort),
      HUB_HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    },
  })
  const [, port] = await child.waitFor(/"port":(\d+)[^\n]*"msg":"the hub listens"/)
  await child.waitFor(/"msg":"the ingest can write"/)
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    pid: child.process.pid ?? 0,
    waitFor: (pattern) => child.waitFor(pattern),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    stop: async () => void (await child.stop('SIGTERM')),
    kill: async () => void (await child.stop('SIGKILL')),
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../../tools/stack/child.ts'
import { freePort } from '../../tools/stack/free-port.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { StackPlaces } from '../../tools/stack/store-pc.ts'
import type { Belongings } from '../belongings.ts'

export interface BenchStack extends StackPlaces {
  /** Where the dashboard is. */
  readonly origin: string
  readonly setupToken: string
  readonly databaseUrl: string
}

/** The build may have to be made first. */
const READY_WITHIN_MS = 300_000

/** Starts everything as `npm start -- --no-demo` does, on free ports and in a folder of its own. */
export async function startStack(belongings: Belongings): Promise<BenchStack> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'))
  belongings.keep({ stop: async () => rmSync(dataFolder, { recursive: true, force: true }) })
  const [webPort, hubPort] = [await freePort(), await freePort()]
  const origin = `http://localhost:${webPort}`
  const launcher = startChild(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/start.ts', '--no-demo'], {
    cwd: ROOT,
    env: {
      COUNTERFOIL_DATA: dataFolder,
      WEB_PORT: String(webPort),
      HUB_PORT: String(hubPort),
      PUBLIC_ORIGIN: origin,
      DATABASE_URL: undefined,
    },
  })
  belongings.keep({ stop: () => launcher.stop('SIGINT') })
  const [, setupToken = ''] = await launcher.waitFor(/http:\/\/localhost:\d+\/setup\/(\S+)/, READY_WITHIN_MS)
  const { databaseUrl } = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as { databaseUrl: string }
  return { dataFolder, hubPort, origin, setupToken, databaseUrl }
}

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../../tools/stack/child.ts'
import { freePort } from '../../tools/stack/free-port.ts'
import { ROOT } from '../../tools/stack/root.ts'
import { tellTests } from './places.ts'

/** Starts the product as `npm start -- --no-demo` does, on free ports and in an empty data folder; stops it as Ctrl-C does. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'counterfoil-e2e-'))
  const [webPort, hubPort] = [await freePort(), await freePort()]
  const env = {
    COUNTERFOIL_DATA: dataFolder,
    WEB_PORT: String(webPort),
    HUB_PORT: String(hubPort),
    DATABASE_URL: undefined,
    PUBLIC_ORIGIN: `http://localhost:${webPort}`,
  }
  const launcher = startChild(process.execPath, ['tools/start.ts', '--no-demo'], { cwd: ROOT, env })
  const [, setupLink = ''] = await launcher.waitFor(/(http:\/\/localhost:\d+\/setup\/\S+)/, 300_000)
  tellTests({ dataFolder, origin: env.PUBLIC_ORIGIN, hubPort, setupLink })

  return async () => {
    const { processes } = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as {
      processes: { pid: number; name: string }[]
    }
    const code = await launcher.stop('SIGINT')
    if (code !== 0) throw new Error(`the launcher ended with ${code}:\n${launcher.output()}`)
    const left = processes.filter(({ pid }) => existsSync(`/proc/${pid}`))
    if (left.length > 0) throw new Error(`still running after Ctrl-C: ${left.map(({ name }) => name).join(', ')}`)
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

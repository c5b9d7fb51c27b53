import { startEmbeddedPostgres } from '@counterfoil/db/embedded'
import { removeRunning, writeRunning } from '../../launcher/running-file.ts'
import { requiredFolder } from './required-folder.ts'
import { tellSystemd } from './tell-systemd.ts'

/** The unit `counterfoil-database`: PostgreSQL over the state folder for as long as this runs. */
const dataFolder = requiredFolder('COUNTERFOIL_DATA')
const say = (line: string) => console.log(line)
const postgres = await startEmbeddedPostgres({ dataDir: dataFolder, log: say })
writeRunning(dataFolder, {
  launcherPid: process.pid,
  databaseUrl: postgres.url,
  origin: process.env.PUBLIC_ORIGIN ?? '',
  processes: [],
})
tellSystemd('--ready')

let stopping = false
const watch = setInterval(() => {
  if (stopping || isThere(postgres.pid)) return
  // The service manager starts both again.
  console.error('PostgreSQL ended by itself: see postgres.log')
  process.exit(1)
}, 1_000)

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    clearInterval(watch)
    await postgres.stop()
    removeRunning(dataFolder)
    say('PostgreSQL has stopped')
  })

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// Ends the shared test server when nobody has used it for a minute. A process of its own, because no single test
// process knows that it is the last one. Argument: the server's folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryFileLock } from '../embedded/folder-lock.ts'
import { countUsers } from './count-users.ts'
import { stopIdleServer } from './test-server.ts'

const folder = process.argv[2] ?? ''
const release = folder ? tryFileLock(join(folder, 'keeper.lock')) : undefined
if (release) {
  await keep()
  release()
}

async function keep(): Promise<void> {
  const dataDir = join(folder, 'postgres')
  for (let idleSeconds = 0; ; idleSeconds += 5) {
    await sleep(5_000)
    const port = Number(await readFile(join(dataDir, 'port'), 'utf8').catch(() => '0'))
    const users = port > 0 ? await countUsers(dataDir, port) : undefined
    if (users === undefined) return
    if (users > 0) idleSeconds = 0
    else if (idleSeconds >= 60 && (await stopIdleServer(folder))) return
  }
}

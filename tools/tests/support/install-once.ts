import { createHubTransport } from '../../../apps/agent/src/link/hub-transport.ts'
import { createFromHub } from '../../../apps/agent/src/updates/fetch-from-hub.ts'
import { goToVersion } from '../../../apps/agent/src/updates/go-to-version.ts'
import { installVersion } from '../../../apps/agent/src/updates/install-version.ts'
import { selfTest } from '../../../apps/agent/src/updates/self-test.ts'

/** A process that does with an update what an agent does, and ends; what went wrong it says on standard output. */
const given = JSON.parse(process.argv[2] ?? '{}')
const { lib, state, url, root, wish } = given
try {
  await installVersion(wish, {
    state,
    pinnedRoot: root,
    fromHub: createFromHub(() => [url], createHubTransport()),
    now: new Date(given.nowMs ?? Date.now()),
    running: '0.1.0',
    keep: ['0.1.0'],
    // A child that only reads changes nothing on the disk: to be killed beside it sixty times teaches nothing.
    selfTest: given.selfTest === false ? async () => {} : selfTest,
    signal: new AbortController().signal,
  })
  await goToVersion({ lib, state }, wish.version, 'test')
  console.log('installed')
} catch (error) {
  console.log((error as { code?: string }).code ?? String(error))
}

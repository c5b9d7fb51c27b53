import { createHubTransport } from '../../../apps/agent/src/link/hub-transport.ts'
import { createFromHub } from '../../../apps/agent/src/updates/fetch-from-hub.ts'
import { goToVersion } from '../../../apps/agent/src/updates/go-to-version.ts'
import { installVersion, type Wish } from '../../../apps/agent/src/updates/install-version.ts'
import { selfTest } from '../../../apps/agent/src/updates/self-test.ts'

export interface UpdateGiven {
  readonly lib: string
  readonly state: string
  readonly url: string
  readonly root: string
  readonly wish: Wish
  readonly nowMs?: number
  /** False: without the child that only reads. */
  readonly selfTest?: boolean
}

/** Does with an update what an agent does; `installed`, or the code of what went wrong. */
export async function updateOnce({ lib, state, url, root, wish, nowMs = Date.now(), ...given }: UpdateGiven): Promise<string> {
  try {
    await installVersion(wish, {
      state,
      pinnedRoot: root,
      fromHub: createFromHub(() => [url], createHubTransport()),
      now: new Date(nowMs),
      running: '0.1.0',
      keep: ['0.1.0'],
      selfTest: given.selfTest === false ? async () => {} : selfTest,
      signal: new AbortController().signal,
    })
    await goToVersion({ lib, state }, wish.version, 'test')
    return 'installed'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

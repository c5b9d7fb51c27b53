import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deriveHubKeys, type HubKeys, parseHubSecrets } from '@counterfoil/services/vault'
import { dataFolder } from './data-folder.ts'

/** The hub's keys, as on the server alone: `HUB_KEY`, `HUB_KEY_FILE`, or the file that `npm start` left in the data folder. */
export function readHubKeys(env: Readonly<Record<string, string | undefined>>): readonly [HubKeys, ...HubKeys[]] {
  const [current, ...before] = parseHubSecrets(env.HUB_KEY ?? readFile(env.HUB_KEY_FILE ?? join(dataFolder(env), 'hub-key')))
  return [deriveHubKeys(current), ...before.map(deriveHubKeys)]
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The hub's key cannot be read (${why}). Run this on the server, as the user of the hub, or set HUB_KEY_FILE.`)
  }
}

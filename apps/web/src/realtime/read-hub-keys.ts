import { deriveHubKeys, type HubKeys, parseHubSecrets } from '@counterfoil/services/vault'
import type { HubEnv } from './env.ts'

/** The hub's keys, the current ones first. Throws one sentence that names the setting and shows nothing of the secret. */
export function readHubKeys(
  given: HubEnv['hubKey'],
  readFile: (path: string) => string,
): readonly [current: HubKeys, ...before: HubKeys[]] {
  const name = 'file' in given ? `HUB_KEY_FILE: ${given.file}` : 'HUB_KEY'
  let text: string
  try {
    text = 'file' in given ? readFile(given.file) : given.text
  } catch (error) {
    throw new Error(`${name} cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
  try {
    const [current, ...before] = parseHubSecrets(text)
    return [deriveHubKeys(current), ...before.map(deriveHubKeys)]
  } catch (error) {
    throw new Error(`${name} cannot be used. ${error instanceof Error ? error.message : String(error)}`)
  }
}

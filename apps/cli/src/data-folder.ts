import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Where `npm start` keeps database and secrets: `COUNTERFOIL_DATA`, or the folder in the repository. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env.COUNTERFOIL_DATA ? resolve(ROOT, env.COUNTERFOIL_DATA) : join(ROOT, '.counterfoil')
}

import { runToEnd } from '../../tools/stack/child.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { StackPlaces } from './places.ts'

/** One more one-time link, as whoever runs the server makes it. */
export async function makeSetupLink({ dataFolder, origin }: StackPlaces): Promise<string> {
  const env = { COUNTERFOIL_DATA: dataFolder, DATABASE_URL: undefined, PUBLIC_ORIGIN: origin }
  const out = await runToEnd(process.execPath, ['apps/cli/src/main.ts', 'setup-link', '--force', '--json'], { cwd: ROOT, env })
  return (JSON.parse(out) as { url: string }).url
}

import { runToEnd } from '../../tools/stack/child.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { StackPlaces } from './places.ts'

/** What `counterfoil … --json` prints for whoever runs the server. */
export async function runCounterfoil<T>({ dataFolder, origin }: StackPlaces, ...args: readonly string[]): Promise<T> {
  const env = { COUNTERFOIL_DATA: dataFolder, DATABASE_URL: undefined, PUBLIC_ORIGIN: origin }
  return JSON.parse(await runToEnd(process.execPath, ['apps/cli/src/main.ts', ...args, '--json'], { cwd: ROOT, env })) as T
}

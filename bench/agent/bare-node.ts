import { join } from 'node:path'
import { startChild } from '../../tools/stack/child.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { Belongings } from '../belongings.ts'

/** The parts no agent in Node can do without, loaded and nothing else. */
const PROGRAM = `import 'node:sqlite'; import 'serialport'; import 'socket.io-client'; console.log('loaded'); setInterval(() => {}, 60_000)`

export interface BareNode {
  readonly pid: number
  readonly startedMs: number
  stop(): Promise<unknown>
}

/** Starts the same Node with the same flags. */
export async function startBareNode(flags: readonly string[], belongings: Belongings): Promise<BareNode> {
  const beginMs = performance.now()
  const args = [...flags, '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', PROGRAM]
  const child = startChild(process.execPath, args, { cwd: join(ROOT, 'bench'), env: {} })
  belongings.keep({ stop: () => child.stop('SIGTERM') })
  await child.waitFor(/loaded/)
  return { pid: child.process.pid ?? 0, startedMs: performance.now() - beginMs, stop: () => child.stop('SIGTERM') }
}

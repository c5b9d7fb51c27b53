import { join } from 'node:path'
import { startChild } from '../../tools/stack/child.ts'
import { ROOT } from '../../tools/stack/root.ts'
import { startWorker, type Worker } from '../worker.ts'
import type { PresenceCount } from './presence-count.ts'

export type BareOrder =
  | { readonly order: 'open'; readonly url: string; readonly perSecond: number }
  | { readonly order: 'count-anew' }
  | { readonly order: 'tell' }

/** A process with so many bare sockets, which come back with the agents' back-off. */
export function startBareSockets(count: number): Worker<BareOrder, PresenceCount> {
  return startWorker<BareOrder, PresenceCount>(join(import.meta.dirname, 'bare-sockets.main.ts'), [String(count)])
}

export interface BareServer {
  readonly pid: number
  kill(): Promise<unknown>
}

/** socket.io with the hub's settings and nothing behind it. */
export async function startBareServer(port: number): Promise<BareServer> {
  const args = ['--disable-warning=ExperimentalWarning', 'bench/many-agents/bare-server.main.ts', String(port)]
  const child = startChild(process.execPath, args, { cwd: ROOT, env: {} })
  await child.waitFor(/listens/)
  return { pid: child.process.pid ?? 0, kill: () => child.stop('SIGKILL') }
}

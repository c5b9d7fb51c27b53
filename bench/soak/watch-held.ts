import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HubProcess } from '../hub-process.ts'
import type { Held } from './src/judge-flatness.ts'

/** For `startHub`: the hub then tells what it holds when it is asked. */
export const COLLECTING: readonly string[] = ['--expose-gc', `--import=${join(import.meta.dirname, 'collect.main.mjs')}`]

/** Asks a hub, again and again, what it holds once its garbage is gone. */
export function watchHeld({ pid, waitFor }: HubProcess): (atSeconds: number) => Promise<Held & { readonly rssMb: number }> {
  let nth = 0
  return async (atSeconds) => {
    nth += 1
    process.kill(pid, 'SIGUSR2')
    const [, heap, rss, handles] = await waitFor(new RegExp(`^held ${nth} (\\d+) (\\d+) (\\d+)$`, 'm'))
    const megabytes = (bytes: string | undefined) => Number(bytes) / 1_048_576
    return {
      atSeconds,
      heapMb: megabytes(heap),
      rssMb: megabytes(rss),
      handles: Number(handles),
      files: readdirSync(`/proc/${pid}/fd`).length,
    }
  }
}

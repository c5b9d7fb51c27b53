import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Timer } from '@counterfoil/services/clock'
import { type ReceivedFile, receiveFile } from '@counterfoil/services/funds/files'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import { isUnfinished } from './unfinished-name.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>

const ROUND_MS = 2_000
/** Put away with a number in front, so that the same name may come every day. */
const TAKEN = 'done'
const REFUSED = 'refused'

interface Seen {
  readonly size: number
  readonly changedMs: number
}

/**
 * Takes files out of a folder. One that is still being written is left alone: its size and its time have to be the same in two
 * rounds; whoever renames a finished file into place has it taken then too. What was kept is moved to `done`, what cannot be kept
 * to `refused`. Of several hubs over one folder, the bytes decide: they are kept once.
 */
export function watchFolder(parts: Parts, folder: string): { close(): Promise<void> } {
  const { pool, clock, newId, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'folder' } as const }
  let timer: Timer | null = null
  let closed = false
  let troubled = false
  let seen = new Map<string, Seen>()

  async function round(): Promise<void> {
    for (const inner of [TAKEN, REFUSED]) await mkdir(join(folder, inner), { recursive: true })
    const now = new Map<string, Seen>()
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (closed || !entry.isFile() || isUnfinished(entry.name)) continue
      const { size, mtimeMs: changedMs } = await stat(join(folder, entry.name))
      const before = seen.get(entry.name)
      if (before?.size === size && before.changedMs === changedMs) await take(entry.name)
      else now.set(entry.name, { size, changedMs })
    }
    seen = now
  }

  async function take(name: string): Promise<void> {
    const path = join(folder, name)
    const outcome = await receiveFile(ctx, { name, via: 'folder', content: createReadStream(path) }).catch((error: unknown) => {
      if (isRefused(error)) return error
      throw error
    })
    if (outcome instanceof Error) log.warn({ err: outcome, name }, 'a file of the folder cannot be kept')
    const [inner, mark] = outcome instanceof Error ? [REFUSED, String(clock.nowMs())] : [TAKEN, numberOf(outcome)]
    await rename(path, join(folder, inner, `${mark}-${name}`))
  }

  function run(): void {
    running = watchJob(parts, 'funds_folder', round)
      .then(() => {
        troubled = false
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error, folder }, 'the folder of files cannot be read; it is tried again')
        troubled = true
      })
      .then(() => {
        if (!closed) timer = clock.startTimer(ROUND_MS, run)
      })
  }

  let running: Promise<void> = Promise.resolve()
  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}

const numberOf = ({ id }: ReceivedFile): string => String(id)

/** Empty, or larger than any report: it will be so the next time. */
function isRefused(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ServiceError' && 'code' in error && error.code === 'invalid'
}

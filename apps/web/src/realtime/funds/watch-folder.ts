import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Timer } from '@counterfoil/services/clock'
import { type FileToReceive, type ReceivedFile, receiveFiles } from '@counterfoil/services/funds/files'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import { isUnfinished } from './unfinished-name.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics'>

const ROUND_MS = 2_000
/** Small files are kept together, in one transaction. */
const TOGETHER = 32
const TOGETHER_BYTES = 4_000_000
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
    let ready: string[] = []
    let bytes = 0
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (closed || !entry.isFile() || isUnfinished(entry.name)) continue
      const { size, mtimeMs: changedMs } = await stat(join(folder, entry.name))
      const before = seen.get(entry.name)
      if (before?.size !== size || before.changedMs !== changedMs) {
        now.set(entry.name, { size, changedMs })
        continue
      }
      if (ready.length === TOGETHER || bytes + size > TOGETHER_BYTES) {
        await take(ready)
        ready = []
        bytes = 0
      }
      ready.push(entry.name)
      bytes += size
    }
    if (ready.length > 0 && !closed) await take(ready)
    seen = now
  }

  /** All of them at once; where one of them cannot be kept, one by one. */
  async function take(names: readonly string[]): Promise<void> {
    const received = await receive(names)
    if (received instanceof Error && names.length > 1) {
      for (const name of names) await take([name])
      return
    }
    if (received instanceof Error) log.warn({ err: received, name: names[0] }, 'a file of the folder cannot be kept')
    for (const [at, name] of names.entries()) {
      const one = received instanceof Error ? undefined : received[at]
      const [inner, mark] = one === undefined ? [REFUSED, String(clock.nowMs())] : [TAKEN, numberOf(one)]
      await rename(join(folder, name), join(folder, inner, `${mark}-${name}`))
    }
  }

  function receive(names: readonly string[]): Promise<ReceivedFile[] | Error> {
    const files = names.map((name): FileToReceive => ({ name, via: 'folder', content: contentOf(join(folder, name)) }))
    return receiveFiles(ctx, files).catch((error: unknown) => {
      if (isRefused(error) || (names.length > 1 && error instanceof Error)) return error
      throw error
    })
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

/** Opened when its turn comes. */
async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path)
}

const numberOf = ({ id }: ReceivedFile): string => String(id)

/** Empty, or larger than any report: it will be so the next time. */
function isRefused(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ServiceError' && 'code' in error && error.code === 'invalid'
}

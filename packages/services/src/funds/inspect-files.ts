import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { rejected } from '@counterfoil/settlement'
import type { Clock } from '../clock.ts'
import type { InspectedFile, InspectOrder, InspectReport } from './inspect-worker.ts'

export interface InspectLimits {
  readonly timeMs: number
  readonly memoryMb: number
}

/** The largest file that is read at all takes a third of this on a slow machine. */
export const INSPECT_LIMITS: InspectLimits = { timeMs: 120_000, memoryMb: 1_024 }

export interface FileInspector {
  inspect(order: InspectOrder): Promise<InspectedFile>
  close(): Promise<void>
}

/**
 * Reads files in a thread of their own that is ended when a file takes too much time or memory: then that file is refused, and
 * the next one gets a new thread. One file at a time.
 */
export function createFileInspector(clock: Pick<Clock, 'startTimer'>, limits: InspectLimits = INSPECT_LIMITS): FileInspector {
  let worker: Worker | undefined
  const end = async () => {
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }
  return {
    async inspect(order) {
      worker ??= startWorker(limits)
      const outcome = await ask(worker, order, clock, limits.timeMs)
      if ('document' in outcome) return outcome
      await end()
      if ('failed' in outcome) throw new Error(`reading ${basename(order.path)} failed: ${outcome.failed}`)
      return { document: rejected(basename(order.path), outcome.refused), readable: true }
    },
    close: end,
  }
}

function startWorker({ memoryMb }: InspectLimits): Worker {
  return new Worker(new URL('./inspect-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
}

type Outcome = InspectReport | { readonly refused: string }

function ask(worker: Worker, order: InspectOrder, clock: Pick<Clock, 'startTimer'>, timeMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      timer.cancel()
      worker.off('message', settle)
      worker.off('error', onError)
      resolve(outcome)
    }
    const onError = (error: Error & { code?: string }) =>
      settle(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? { refused: 'reading it took more memory than any report does' }
          : { failed: error.message },
      )
    const timer = clock.startTimer(timeMs, () => settle({ refused: 'reading it took longer than any report does' }))
    worker.on('message', settle)
    worker.on('error', onError)
    worker.postMessage(order)
  })
}

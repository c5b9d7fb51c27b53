import { Worker } from 'node:worker_threads'
import type { MaskedFile } from '@counterfoil/settlement'
import type { MappingTrial } from '@counterfoil/settlement/mapping'
import type { Clock } from '../../clock.ts'
import { INSPECT_LIMITS, type InspectLimits } from '../inspect-files.ts'
import type { FileReading, ReadingOrder, RowChunk } from './file-reading.ts'
import { type Known, openKnownReader } from './read-known.ts'
import type { ThreadOrder, ThreadReport } from './reading-worker.ts'
import { refusedReading } from './refused-reading.ts'

export interface FileReader {
  /** What the chain knows of itself, as it is in the database now; the thread is told of it only when it is another. */
  readonly known: ReturnType<typeof openKnownReader>
  /** Reads a file; each chunk of rows is written before many more are read. A file that takes too long or too much is refused. */
  read(order: ReadingOrder, onRows?: (chunk: RowChunk) => Promise<void>): Promise<FileReading>
  mask(file: Omit<Extract<ThreadOrder, { what: 'mask' }>, 'what'>): Promise<MaskedFile | null>
  /** Reads a file through a mapping that nobody has saved, given as the text of its JSON. */
  tryMapping(file: Omit<Extract<ThreadOrder, { what: 'try' }>, 'what'>): Promise<MappingTrial | { readonly refused: string }>
  close(): Promise<void>
}

const CHUNKS_UNDER_WAY = 4

/** As `createFileInspector`: in a thread that is ended when nothing comes of it in time, or it needs too much memory. One file at a time. */
export function createFileReader(clock: Pick<Clock, 'startTimer'>, limits: InspectLimits = INSPECT_LIMITS): FileReader {
  let worker: Worker | undefined
  let told: Known | null = null
  let last: Promise<unknown> = Promise.resolve()
  const end = async () => {
    const ending = worker
    worker = undefined
    told = null
    await ending?.terminate()
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  const ask = async (
    order: ThreadOrder,
    onChunk: (chunk: RowChunk) => Promise<void>,
  ): Promise<ThreadReport | { refused: string }> => {
    worker ??= startWorker(limits)
    try {
      const outcome = await hear(worker, order, { clock, timeMs: limits.timeMs, onChunk })
      if ('refused' in outcome || 'failed' in outcome) await end()
      return outcome
    } catch (error) {
      await end()
      throw error
    }
  }
  return {
    known: openKnownReader(),
    read: ({ known, ...order }, onRows = async () => {}) =>
      inTurn(async () => {
        const room = new Int32Array(new SharedArrayBuffer(4)).fill(CHUNKS_UNDER_WAY)
        const onChunk = async (chunk: RowChunk) => {
          await onRows(chunk)
          Atomics.add(room, 0, 1)
          Atomics.notify(room, 0)
        }
        const news = known === told ? null : known
        told = known
        const outcome = await ask({ what: 'read', order, known: news, room }, onChunk)
        if ('reading' in outcome) return outcome.reading
        if ('refused' in outcome) return refusedReading(order.name, outcome.refused)
        throw new Error(`reading file ${order.fileId} failed: ${'failed' in outcome ? outcome.failed : 'no answer'}`)
      }),
    mask: (file) =>
      inTurn(async () => {
        const outcome = await ask({ what: 'mask', ...file }, async () => {})
        if ('masked' in outcome) return outcome.masked
        if ('refused' in outcome) return null
        throw new Error(`masking a file failed: ${'failed' in outcome ? outcome.failed : 'no answer'}`)
      }),
    tryMapping: (file) =>
      inTurn(async () => {
        const outcome = await ask({ what: 'try', ...file }, async () => {})
        if ('trial' in outcome) return outcome.trial
        if ('refused' in outcome) return outcome
        throw new Error(`trying a mapping failed: ${'failed' in outcome ? outcome.failed : 'no answer'}`)
      }),
    close: () => inTurn(end),
  }
}

function startWorker({ memoryMb }: InspectLimits): Worker {
  return new Worker(new URL('./reading-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
}

interface Hearing {
  readonly clock: Pick<Clock, 'startTimer'>
  readonly timeMs: number
  readonly onChunk: (chunk: RowChunk) => Promise<void>
}

/** Resolves with the last word, after all chunks before it were taken. Each chunk gives the reading its time anew. */
function hear(
  worker: Worker,
  order: ThreadOrder,
  { clock, timeMs, onChunk }: Hearing,
): Promise<ThreadReport | { refused: string }> {
  return new Promise((resolve, reject) => {
    const start = () => clock.startTimer(timeMs, () => settle({ refused: 'reading it took longer than any report does' }))
    let timer = start()
    let written = Promise.resolve()
    let stopped = false
    const stop = () => {
      stopped = true
      timer.cancel()
      worker.off('message', onMessage)
      worker.off('error', onError)
    }
    const settle = (outcome: ThreadReport | { refused: string }) => {
      stop()
      written.then(() => resolve(outcome), reject)
    }
    const onMessage = (report: ThreadReport) => {
      if (!('chunk' in report)) return settle(report)
      timer.cancel()
      written = written.then(() => onChunk(report.chunk))
      written.then(
        () => {
          timer.cancel()
          if (!stopped) timer = start()
        },
        (error: unknown) => {
          stop()
          reject(error)
        },
      )
    }
    const onError = (error: Error & { code?: string }) =>
      settle(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? { refused: 'reading it took more memory than any report does' }
          : { failed: error.message },
      )
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.postMessage(order, transferOf(order))
  })
}

/** The bytes go to the thread whole; whoever still needs them keeps a copy. */
function transferOf(order: ThreadOrder): ArrayBuffer[] {
  const bytes = order.what === 'read' ? order.order.bytes : order.bytes
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []
}

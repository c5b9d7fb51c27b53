import { join } from 'node:path'
import { startWorker } from '../worker.ts'

export type FloodOrder =
  | { readonly order: 'connect'; readonly hubUrl: string }
  | { readonly order: 'send'; readonly part: 'warm-up' | 'measured' }
  | { readonly order: 'disconnect' }

export interface Sent {
  /** From the first batch handed to a socket to the last acknowledgement. */
  readonly tookMs: number
  /** Each batch's time from the socket to its acknowledgement. */
  readonly acknowledgedMs: readonly number[]
  readonly cpuMs: number
  /** Batches the hub asked to have again later. */
  readonly refusedBusy: number
}

export const NOTHING_SENT: Sent = { tookMs: 0, acknowledgedMs: [], cpuMs: 0, refusedBusy: 0 }

/** Agents that send all they have as fast as they are acknowledged. */
export interface Flood {
  connect(hubUrl: string): Promise<void>
  send(part: 'warm-up' | 'measured'): Promise<Sent>
  disconnect(): Promise<void>
  stop(): Promise<void>
}

/** Starts the process that plays the agents of `file` (JSON lines of `BenchAgent`), each with `window` batches on their way. */
export function startFlood(file: string, window: number): Flood {
  const worker = startWorker<FloodOrder, Sent>(join(import.meta.dirname, 'flood.main.ts'), [file, String(window)])
  return {
    connect: async (hubUrl) => void (await worker.ask({ order: 'connect', hubUrl })),
    send: (part) => worker.ask({ order: 'send', part }),
    disconnect: async () => void (await worker.ask({ order: 'disconnect' })),
    stop: worker.stop,
  }
}

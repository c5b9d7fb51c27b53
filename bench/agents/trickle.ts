import { join } from 'node:path'
import { startWorker } from '../worker.ts'
import type { AgentWho } from './bench-agent.ts'

/** What the process is given in its file. */
export interface TrickleFile {
  readonly agents: readonly AgentWho[]
  /** Bodies every agent begins with: its configuration. */
  readonly opening: readonly string[]
  /** Events of one payment; each sending makes them anew with its own id and time. */
  readonly payment: readonly Readonly<Record<string, unknown>>[]
  /** Whoever watches the chain meanwhile, with their session; nobody unless given. */
  readonly watcher?: { readonly cookie: string; readonly origin: string }
}

export type TrickleOrder =
  | { readonly order: 'connect'; readonly hubUrl: string; readonly perSecond: number }
  | { readonly order: 'tell' }

export interface Trickled {
  readonly payments: number
  readonly elapsedMs: number
  readonly acknowledgedMs: readonly number[]
  /** From sending to the frame a live page shows it by; empty where nobody watches. */
  readonly shownMs: readonly number[]
}

/** Agents that send single payments at a steady rate, signed as they go. */
export interface Trickle {
  /** Resolves when all are connected and the payments have begun to flow. */
  connect(hubUrl: string, perSecond: number): Promise<void>
  tell(): Promise<Trickled>
  stop(): Promise<void>
}

export function startTrickle(file: string): Trickle {
  const worker = startWorker<TrickleOrder, Trickled>(join(import.meta.dirname, 'trickle.main.ts'), [file])
  return {
    connect: async (hubUrl, perSecond) => void (await worker.ask({ order: 'connect', hubUrl, perSecond })),
    tell: () => worker.ask({ order: 'tell' }),
    stop: worker.stop,
  }
}

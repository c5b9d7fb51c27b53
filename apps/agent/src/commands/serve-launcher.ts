import { systemClock, type Timer } from '@counterfoil/terminals'
import type { Agent } from '../agent.ts'
import type { AgentConfig } from '../agent-config.ts'
import { type Identity, readIdentity } from '../link/identity.ts'
import type { Log } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { NEWS_EVERY_MS, type ServiceNews } from '../service-news.ts'
import type { CommandIo } from './command.ts'

const LOOK_EVERY_MS = 2_000

/** Tells the launcher at once and then every few seconds that this process lives, and how the agent is. */
export function tellLauncher(launcher: NonNullable<CommandIo['launcher']>, read: () => ServiceNews): { stop(): void } {
  let timer: Timer
  const tell = () => {
    timer = systemClock.startTimer(NEWS_EVERY_MS, tell)
    launcher.tell(read())
  }
  tell()
  return { stop: () => timer.cancel() }
}

export function newsOf(agent: Agent, outbox: Outbox, config: AgentConfig): ServiceNews {
  const lacks = agent.lacks()
  return {
    type: 'alive',
    enrolled: true,
    connected: agent.status().hub.connected,
    openPayments: countOpenPayments(outbox, config),
    stopsWhenIdle: true,
    ...(lacks !== undefined && { lacks }),
  }
}

/** No payment is under way, and no terminal is in the middle of anything else: an end of day that is cut off has no totals. */
export const isIdle = (agent: Pick<Agent, 'status'>, outbox: Pick<Outbox, 'openPayments'>, config: AgentConfig): boolean =>
  countOpenPayments(outbox, config) === 0 && agent.status().terminals.every(({ condition }) => condition !== 'busy')

export function countOpenPayments(outbox: Pick<Outbox, 'openPayments'>, config: AgentConfig): number {
  return config.terminals.reduce((sum, { key }) => sum + outbox.openPayments(key).length, 0)
}

/** A service is installed before it is enrolled: it waits for its identity, and for nothing else. Nothing when it is asked to stop. */
export async function waitForIdentity(dataDir: string, io: CommandIo, log: Log): Promise<Identity | undefined> {
  const present = readIdentity(dataDir)
  if (present !== undefined) return present
  log.warn({}, 'This agent is not enrolled yet. Make a join code for its store, then: enrol CODE --hub URL. It starts by itself.')
  const news = io.launcher && tellLauncher(io.launcher, () => NOT_ENROLLED)
  try {
    return await new Promise((resolve, reject) => {
      const look = () => {
        if (io.stop.aborted) return resolve(undefined)
        try {
          const identity = readIdentity(dataDir)
          if (identity !== undefined) return resolve(identity)
        } catch (error) {
          return reject(error)
        }
        const timer = systemClock.startTimer(LOOK_EVERY_MS, () => {
          io.stop.removeEventListener('abort', stopped)
          look()
        })
        const stopped = () => {
          timer.cancel()
          resolve(undefined)
        }
        io.stop.addEventListener('abort', stopped, { once: true })
      }
      look()
    })
  } finally {
    news?.stop()
  }
}

const NOT_ENROLLED: ServiceNews = { type: 'alive', enrolled: false, connected: false, openPayments: 0 }

import type { Timer } from '@counterfoil/services/clock'
import { runCommandGroups } from '@counterfoil/services/command-groups'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

/** So long after an answer the next agent is told; agents that are told answer in a second or two. */
const EVERY_MS = 1_500

/** Tells groups of agents what they were asked, a few at a time. Of several hubs one does it at a time. */
export function watchCommandGroups(parts: HubParts): { close(): Promise<void> } {
  const { pool, clock, newId, log } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let troubled = false

  async function look(): Promise<void> {
    for (const { groupId, step } of await runCommandGroups(ctx)) {
      if (step.step === 'stop') log.error({ group: groupId, why: step.why }, 'a command for many agents has stopped by itself')
      else if (step.step === 'end') log.info({ group: groupId, why: step.why }, 'a command for many agents has ended')
    }
  }

  function run(): void {
    running = watchJob(parts, 'command_groups', look)
      .then(() => {
        troubled = false
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'groups of agents could not be told; it is tried again')
        troubled = true
      })
      .then(() => {
        if (!closed) timer = clock.startTimer(EVERY_MS, run)
      })
  }

  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}

import type { Timer } from '@counterfoil/services/clock'
import { readChainFigures } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import { createMachineReader } from './read-machine.ts'

const EVERY_MS = 15_000

/** Looks at the chain and at this machine every 15 s, for the metrics and for the hub's own alerts. */
export function watchOperations(parts: Pick<HubParts, 'pool' | 'clock' | 'log' | 'metrics' | 'machine'>): {
  close(): Promise<void>
} {
  const { pool, clock, log, metrics, machine } = parts
  const troubled = new Set<string>()
  const readMachine =
    machine &&
    createMachineReader(machine, clock, (what, error) => {
      if (!troubled.has(what)) log.warn({ err: error }, what)
      troubled.add(what)
    })
  let timer: Timer | null = null
  let closed = false
  let failing = false
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    if (readMachine) metrics.machine.show(await readMachine())
    metrics.chain.show(await readChainFigures({ pool }))
  }

  function run(): void {
    running = watchJob(parts, 'operations', round)
      .then(() => {
        failing = false
      })
      .catch((error: unknown) => {
        if (!failing) log.warn({ err: error }, 'how the chain stands could not be read; it is tried again')
        failing = true
      })
      .finally(() => {
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

import type { Batch, BatchAnswer } from '@counterfoil/protocol'
import { type AgentLink, greet, type TestEnrolled } from './hub-bed.ts'

/** A small agent that keeps its batches until they are acknowledged and comes back for as long as it takes. */
export interface PersistentAgent {
  /** Adds a batch to the journal. */
  add(batch: Batch): void
  readonly acknowledged: number
  readonly answers: BatchAnswer[]
  /** Delivers until everything is acknowledged or `stop` is called. */
  run(): Promise<void>
  stop(): void
}

export function persistentAgent(url: () => string, agent: TestEnrolled): PersistentAgent {
  const journal: Batch[] = []
  const answers: BatchAnswer[] = []
  let acknowledged = 0
  let stopped = false

  async function deliver(link: AgentLink): Promise<void> {
    while (!stopped && link.socket.connected) {
      const next = journal.filter((batch) => batch.firstSeq > acknowledged).slice(0, 2)
      if (next.length === 0) {
        await pause(5)
        continue
      }
      for (const answer of await Promise.all(next.map((batch) => link.send(batch)))) {
        answers.push(answer)
        if (answer.ok) acknowledged = Math.max(acknowledged, answer.highWater)
        else await pause(answer.retryAfterMs ?? 50)
      }
    }
  }

  return {
    answers,
    add: (batch) => void journal.push(batch),
    get acknowledged() {
      return acknowledged
    },
    async run() {
      while (!stopped) {
        try {
          const link = await greet(url(), agent)
          await deliver(link).finally(() => link.close())
        } catch {
          // Whatever it was: the journal is here, the hub will be there.
          await pause(50)
        }
      }
    },
    stop() {
      stopped = true
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 300)))
}

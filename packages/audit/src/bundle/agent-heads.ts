import type { Finding } from './findings.ts'

/** Batch heads of agents: [agent, epoch, first number, last number, head]. Each begins where the one before ended. */
export class AgentHeads {
  readonly findings: Finding[] = []
  readonly #last = new Map<string, number>()

  take(index: number, after: unknown): void {
    const batches = typeof after === 'object' && after !== null ? (after as { batches?: unknown }).batches : undefined
    if (!Array.isArray(batches)) this.#malformed(index)
    for (const batch of Array.isArray(batches) ? (batches as unknown[]) : []) {
      const [agent, epoch, first, last] = Array.isArray(batch) ? (batch as unknown[]) : []
      if (typeof agent !== 'string' || typeof first !== 'number' || typeof last !== 'number') {
        this.#malformed(index)
        continue
      }
      const key = `${agent} ${String(epoch)}`
      const expected = (this.#last.get(key) ?? first - 1) + 1
      const of = `of agent ${agent}, epoch ${String(epoch)}`
      if (first > expected)
        this.findings.push({
          kind: 'missing',
          index,
          text: `Entry ${index} records events ${first} to ${last} ${of}; events ${expected} to ${first - 1} were never recorded.`,
        })
      else if (first < expected)
        this.findings.push({
          kind: 'inconsistent',
          index,
          text: `Entry ${index} records events ${first} to ${last} ${of}, but those up to ${expected - 1} were recorded before.`,
        })
      this.#last.set(key, Math.max(last, expected - 1))
    }
  }

  /** Entries were passed over that may have told of any agent. */
  forget(): void {
    this.#last.clear()
  }

  #malformed(index: number): void {
    this.findings.push({
      kind: 'malformed',
      index,
      text: `Entry ${index} says it holds heads of agents, and they cannot be read.`,
    })
  }
}

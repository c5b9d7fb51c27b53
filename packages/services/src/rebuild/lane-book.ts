import type { ReadEvent } from '../ingest/read-event.ts'

/** A terminal's place as the registry has it, in the order the registry learned of them. */
export interface KnownAssignment {
  readonly agentId: number
  readonly key: string
  readonly laneId: number
}

/** Which lane each event of a store belongs to: follows the agents' configurations in the order of the events, as ingest did. */
export class LaneBook {
  readonly #lanes: ReadonlyMap<string, number>
  readonly #first = new Map<string, number>()
  /** Lane by agent and key; null once a configuration has left the key out. */
  readonly #now = new Map<number, Map<string, string | null>>()

  constructor(lanes: ReadonlyMap<string, number>, assignments: readonly KnownAssignment[]) {
    this.#lanes = lanes
    for (const { agentId, key, laneId } of assignments) {
      const name = `${agentId}/${key}`
      if (!this.#first.has(name)) this.#first.set(name, laneId)
    }
  }

  /** A configuration counts for what comes after it. */
  follow(agentId: number, { event }: ReadEvent): void {
    if (event?.kind !== 'agent.configured') return
    const before = this.#now.get(agentId) ?? new Map<string, string | null>()
    const now = new Map<string, string | null>([...before.keys()].map((key) => [key, null]))
    for (const { key, lane } of event.terminals) now.set(key, lane)
    this.#now.set(agentId, now)
  }

  laneOf(agentId: number, key: string): number {
    const told = this.#now.get(agentId)?.get(key)
    // A key that no configuration names gets a lane of its own name.
    const name = told ?? key.slice(0, 20)
    const laneId = told === undefined ? (this.#first.get(`${agentId}/${key}`) ?? this.#lanes.get(name)) : this.#lanes.get(name)
    if (laneId === undefined)
      throw new Error(
        `The registry has no lane "${name}" for terminal "${key}" of agent ${agentId}, though its events were counted.`,
      )
    return laneId
  }
}

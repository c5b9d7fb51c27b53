import { classOfEvent } from '@counterfoil/protocol'
import type { MemoryDatabase } from '@counterfoil/services/testing'
import type { Fact } from './facts.ts'

const CLASSES = ['debug', 'status'] as const

/**
 * I5 to the last event: what a PC's program was told to record either reached the hub or is counted in a gap entry. Events in
 * hand when their process was killed may be either.
 */
export class Tally {
  #handed = { debug: 0, status: 0 }
  #uncertain = { debug: 0, status: 0 }
  /** Losses that no disk took are known to the process alone; when it dies with them, nobody can tell. */
  unsaved = false
  #excused = false

  handed(facts: readonly Fact[], certain: boolean): void {
    const counts = certain ? this.#handed : this.#uncertain
    for (const { kind } of facts) {
      const eventClass = classOfEvent(kind)
      if (eventClass === 'debug' || eventClass === 'status') counts[eventClass] += 1
    }
  }

  started(): void {
    if (this.unsaved) this.#excused = true
    this.unsaved = false
  }

  /** What does not add up, one sentence a class. */
  judge(database: MemoryDatabase, agentId: number): string[] {
    if (this.#excused) return []
    const told = { debug: 0, status: 0 }
    for (const rows of database.events.values())
      for (const row of rows) {
        if (row.agentId !== agentId) continue
        const eventClass = classOfEvent(row.kind)
        if (eventClass === 'debug' || eventClass === 'status') told[eventClass] += 1
        if (row.kind !== 'agent.gap') continue
        const gap = JSON.parse(row.body) as { class: string; count: number; why: string }
        // What went bad may have been a gap entry itself; of a row that is gone nobody can tell, and the agent assumes the worst.
        if (gap.why === 'damaged' && (gap.class === 'audit' || gap.class === 'financial')) return []
        if (gap.class === 'debug' || gap.class === 'status') told[gap.class] += gap.count
      }
    return CLASSES.flatMap((eventClass) => {
      const [least, most] = [this.#handed[eventClass], this.#handed[eventClass] + this.#uncertain[eventClass]]
      if (told[eventClass] >= least && told[eventClass] <= most) return []
      return [`${least} to ${most} ${eventClass} events came about, the hub knows of ${told[eventClass]}`]
    })
  }
}

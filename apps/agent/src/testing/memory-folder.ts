import type { ConfigurationDisk } from '../configuration/configuration-file.ts'

/** The program ended here, as with `kill -9`. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

export interface MemoryFolder extends ConfigurationDisk {
  /** Changes of the folder so far. */
  readonly steps: number
  /** Whether the program has ended. */
  readonly dead: boolean
  /** Ends the program at the nth change from now (1 the next): before it is made, in the middle of it, or right after. */
  killAt(step: number, when: 'before' | 'torn' | 'after'): void
  /** Begins again on what lies there. */
  restart(): void
  /** Another change that must be durable, counted with those of the folder. */
  step(work: () => void): void
  /** Every change fails from now on, or no more. */
  fill(full: boolean): void
}

/** A data folder in memory. A write that is cut leaves half a text; a renaming is done or not. */
export function createMemoryFolder(): MemoryFolder {
  const files = new Map<string, string>()
  let steps = 0
  let kill: { readonly at: number; readonly when: 'before' | 'torn' | 'after' } | undefined
  let full = false
  let dead = false

  function step(work: () => void, torn: () => void = () => {}): void {
    if (dead) throw new Killed('already')
    if (full) throw new Error('ENOSPC: no space left on device')
    steps += 1
    const when = kill?.at === steps ? kill.when : undefined
    dead = when !== undefined
    if (when === 'torn') torn()
    if (when === 'before' || when === 'torn') throw new Killed(`before step ${steps}`)
    work()
    if (dead) throw new Killed(`after step ${steps}`)
  }

  return {
    get steps() {
      return steps
    },
    get dead() {
      return dead
    },
    killAt(at, when) {
      kill = { at: steps + at, when }
    },
    restart() {
      kill = undefined
      dead = false
    },
    step: (work) => step(work),
    fill(now) {
      full = now
    },
    read: (name) => files.get(name),
    write: (name, text) =>
      step(
        () => void files.set(name, text),
        () => void files.set(name, text.slice(0, text.length / 2)),
      ),
    rename: (from, to) =>
      step(() => {
        files.set(to, files.get(from) ?? '')
        files.delete(from)
      }),
    remove: (name) => step(() => void files.delete(name)),
  }
}

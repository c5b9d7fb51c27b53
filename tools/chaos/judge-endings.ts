import type { Violation } from './judge/evidence.ts'
import type { KeptProcess } from './kept-process.ts'

/** A process that ended though nobody ended it. */
export function judgeEndings(processes: readonly KeptProcess[]): Violation[] {
  return processes.flatMap(({ name, ownEndings }) =>
    ownEndings.map((how) => ({ invariant: 'run', what: `${name} ended by itself (${how})` })),
  )
}

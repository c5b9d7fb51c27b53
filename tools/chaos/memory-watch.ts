import { readFileSync } from 'node:fs'
import type { Violation } from './judge/evidence.ts'
import type { KeptProcess } from './kept-process.ts'

/** A hub of fifty agents that holds more than this is keeping what it should have let go. */
const MOST_MB = 600
const LOOK_MS = 1_000

/** Looks at what the hubs hold in memory until stopped. */
export function watchMemory(hubs: readonly KeptProcess[]) {
  let mostMb = 0
  const timer = setInterval(() => {
    for (const { pid } of hubs) if (pid !== undefined) mostMb = Math.max(mostMb, residentMb(pid))
  }, LOOK_MS)
  return {
    stop(): { readonly mostMb: number; readonly violations: Violation[] } {
      clearInterval(timer)
      const violations = mostMb > MOST_MB ? [{ invariant: 'memory', what: `a hub held ${mostMb} MB, more than ${MOST_MB}` }] : []
      return { mostMb, violations }
    },
  }
}

function residentMb(pid: number): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024)
  } catch {
    // It ended between being asked for and being looked at.
    return 0
  }
}

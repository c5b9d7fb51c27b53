import type { Installation } from './installation.ts'
import type { Memory } from './launcher-memory.ts'

export interface Choice {
  readonly version: string
  readonly stamp: string
  /** It has not reached the hub yet: there may be a way back. */
  readonly onTrial: boolean
  /** Where the way back leads. */
  readonly before?: string
}

/** The wanted version, or the last healthy one where the wanted one has failed; nothing where none is installed. */
export function chooseVersion(installation: Installation, memory: Memory): Choice | undefined {
  const wanted = installation.wanted()
  const healthy = memory.healthy !== undefined && installation.has(memory.healthy) ? memory.healthy : undefined
  if (wanted === undefined || !installation.has(wanted.version))
    return healthy === undefined ? undefined : { version: healthy, stamp: wanted?.stamp ?? '', onTrial: false }
  const before = healthy === wanted.version ? undefined : healthy
  if (memory.failed === wanted.stamp && before !== undefined) return { version: before, stamp: wanted.stamp, onTrial: false }
  return { ...wanted, onTrial: healthy !== wanted.version, ...(before !== undefined && { before }) }
}

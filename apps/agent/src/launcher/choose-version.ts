import type { Installation } from './installation.ts'
import type { Memory } from './launcher-memory.ts'

export interface Choice {
  readonly version: string
  readonly stamp: string
  /** It has not shown that it works yet: there may be a way back. */
  readonly onTrial: boolean
  /** Where the way back leads. */
  readonly before?: string
  /** The version that should run and does not, and why, to follow its name. */
  readonly instead?: { readonly version: string; readonly why: string }
}

/** The wanted version, or the last healthy one where the wanted one has failed; nothing where none is installed. */
export function chooseVersion(installation: Installation, memory: Memory): Choice | undefined {
  const wanted = installation.wanted()
  const healthy = memory.healthy !== undefined && installation.has(memory.healthy) ? memory.healthy : undefined
  if (wanted === undefined || !installation.has(wanted.version)) {
    const version = healthy ?? installation.installed()
    if (version === undefined) return undefined
    const instead = wanted && { version: wanted.version, why: 'is not whole, or not as it was signed' }
    return { version, stamp: wanted?.stamp ?? '', onTrial: false, ...(instead && { instead }) }
  }
  const before = healthy === wanted.version ? undefined : healthy
  if (memory.failed === wanted.stamp && before !== undefined) {
    const instead = { version: wanted.version, why: memory.failedWhy ?? 'did not become healthy' }
    return { version: before, stamp: wanted.stamp, onTrial: false, instead }
  }
  return { ...wanted, onTrial: healthy !== wanted.version, ...(before !== undefined && { before }) }
}

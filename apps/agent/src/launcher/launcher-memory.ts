import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const Memory = z.object({
  /** The version that last showed that it works: it reached the hub, and what was ready before it was ready again. */
  healthy: z.string().optional(),
  /** The installation that did not become healthy. */
  failed: z.string().optional(),
  /** Why not, to follow the version's name. */
  failedWhy: z.string().optional(),
  /** When the hub was reached last, by the wall clock. */
  connectedMs: z.number().optional(),
})
export type Memory = z.infer<typeof Memory>

export interface LauncherMemory {
  read(): Memory
  write(memory: Memory): void
}

/** What the launcher must know after a power cut; a file that cannot be read is as good as none. */
export function openLauncherMemory(path: string): LauncherMemory {
  return {
    read() {
      try {
        return Memory.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return {}
      }
    },
    write(memory) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const draft = `${path}.draft`
      writeFileSync(draft, `${JSON.stringify(memory)}\n`, { mode: 0o600, flush: true })
      renameSync(draft, path)
    },
  }
}

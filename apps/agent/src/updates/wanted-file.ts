import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What an update wants to run, in the state folder. */
export const StateWanted = z.object({
  version: z.string(),
  /** Another with every try. */
  stamp: z.string(),
  /** The installation it was made over: one made later by hand counts for more, whatever the clocks say. */
  over: z.string(),
})
export type StateWanted = z.infer<typeof StateWanted>

/** A file that cannot be read is as good as none: then the installation says what runs. */
export function readStateWanted(path: string): StateWanted | undefined {
  try {
    return StateWanted.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** The stamp of the last installation by hand; empty where there is none. */
export function readInstalledStamp(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

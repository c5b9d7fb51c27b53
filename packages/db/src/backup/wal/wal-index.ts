import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { SealedFile } from '../files/sealed-files.ts'
import { whenAbsent } from '../files/when-absent.ts'
import { readJson, writeText, writeWhole } from '../repository/repository.ts'

/** A segment of the log in the backup; the last one may be there in part, up to `upTo`. */
export interface KeptSegment extends SealedFile {
  readonly segment: string
  readonly upTo: string
  /** ISO: what had been committed by then is in it or in those before. */
  readonly at: string
}

const INDEX = 'segments.jsonl'
export const lineFolder = (folder: string, line: string) => join(folder, 'wal', line)

/** Segments in the order of the log, the partial one last. */
export async function readWal(folder: string, line: string): Promise<{ whole: KeptSegment[]; partial: KeptSegment | undefined }> {
  const at = lineFolder(folder, line)
  const text = await readFile(join(at, INDEX), 'utf8').catch(whenAbsent(''))
  const whole: KeptSegment[] = []
  // A last line that a power cut cut short is a segment that was not kept: it is written again.
  for (const row of text.split('\n').slice(0, -1)) if (row !== '') whole.push(JSON.parse(row) as KeptSegment)
  const partial = await readJson<KeptSegment>(join(at, 'partial.json')).catch(whenAbsent(undefined))
  const last = whole.at(-1)
  return { whole, partial: partial && last && partial.segment <= last.segment ? undefined : partial }
}

export async function noteWhole(folder: string, line: string, segment: KeptSegment): Promise<void> {
  await mkdir(lineFolder(folder, line), { recursive: true, mode: 0o700 })
  const path = join(lineFolder(folder, line), INDEX)
  await cutTornLine(path)
  await appendFile(path, `${JSON.stringify(segment)}\n`, { mode: 0o600, flush: true })
}

/** What a power cut left of a line must not become the beginning of the next one. */
async function cutTornLine(path: string): Promise<void> {
  const bytes = await readFile(path).catch(whenAbsent(Buffer.alloc(0)))
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) await truncate(path, end)
}

export async function notePartial(folder: string, line: string, segment: KeptSegment): Promise<void> {
  await writeWhole(join(lineFolder(folder, line), 'partial.json'), segment)
}

/** Only what is still needed stays in the list; it is there whole, as it was or as it is to be. */
export async function rewriteWhole(folder: string, line: string, isNeeded: (segment: string) => boolean): Promise<void> {
  const { whole } = await readWal(folder, line)
  const needed = whole.filter(({ segment }) => isNeeded(segment))
  if (needed.length === whole.length) return
  const path = join(lineFolder(folder, line), INDEX)
  await writeText(path, needed.map((segment) => `${JSON.stringify(segment)}\n`).join(''))
}

import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type KeptSegment, lineFolder, noteWhole, readWal } from './wal-index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-wal-index-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const segment = (name: string) => ({ segment: name, upTo: '0/2000000', at: '2026-11-28T00:00:00.000Z' }) as KeptSegment
const kept = async () => (await readWal(folder, 'line')).whole.map((one) => one.segment)

it('goes on after a line that a power cut left unfinished', async () => {
  await noteWhole(folder, 'line', segment('000000010000000000000001'))
  appendFileSync(join(lineFolder(folder, 'line'), 'segments.jsonl'), '{"segment":"0000000100')
  expect(await kept()).toEqual(['000000010000000000000001'])
  await noteWhole(folder, 'line', segment('000000010000000000000002'))
  expect(await kept()).toEqual(['000000010000000000000001', '000000010000000000000002'])
})

it('is empty where there is none, and an error where it cannot be read', async () => {
  expect(await kept()).toEqual([])
  mkdirSync(join(lineFolder(folder, 'line'), 'segments.jsonl'), { recursive: true })
  await expect(kept()).rejects.toThrow('EISDIR')
})

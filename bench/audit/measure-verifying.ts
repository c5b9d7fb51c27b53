import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  appendLeaves,
  CHECKPOINTS_FILE,
  createSignerKey,
  emptyFrontier,
  entriesFile,
  entryLine,
  formatCheckpoint,
  formatCheckpointList,
  formatManifest,
  leafHash,
  MANIFEST_FILE,
  MOST_ENTRIES_IN_FILE,
  openBundle,
  PERSONAL_FILE,
  rootOf,
  signNote,
  verifyBundle,
} from '@counterfoil/audit'
import type { Belongings } from '../belongings.ts'
import { sampleEntry } from './sample-entry.ts'

export interface Verifying {
  readonly entriesPerSecond: number
  /** The same bytes, hashed and nothing else. */
  readonly bareHashesPerSecond: number
}

/** Writes a bundle to disk, verifies it as an auditor would, and hashes the same lines bare in the same run. */
export async function measureVerifying(belongings: Belongings, entries: number): Promise<Verifying> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bundle-'))
  belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  const files = writeBundle(folder, entries)
  // Each once before it counts: warm code, and files that are in memory.
  hashBare(files)
  await verify(folder, entries)
  const bareMs = hashBare(files)
  const verifyMs = await verify(folder, entries)
  return { entriesPerSecond: (entries / verifyMs) * 1_000, bareHashesPerSecond: (entries / bareMs) * 1_000 }
}

async function verify(folder: string, entries: number): Promise<number> {
  const began = performance.now()
  const report = await verifyBundle(await openBundle(folder))
  const tookMs = performance.now() - began
  if (report.verdict !== 'sound' || report.entries !== entries)
    throw new Error(`a sound bundle of ${entries} entries was judged ${report.verdict} after ${report.entries}`)
  return tookMs
}

function hashBare(files: readonly string[]): number {
  let tookMs = 0
  for (const file of files) {
    const bytes = readFileSync(file)
    const began = performance.now()
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(10, from)
      createHash('sha256').update(bytes.subarray(from, end)).digest()
      from = end + 1
    }
    tookMs += performance.now() - began
  }
  return tookMs
}

function writeBundle(folder: string, entries: number): string[] {
  const log = createSignerKey('bench.example/chain', new Uint8Array(32).fill(1))
  let tree = emptyFrontier()
  const files: string[] = []
  for (let first = 0; first < entries; first += MOST_ENTRIES_IN_FILE) {
    const path = join(folder, entriesFile(first))
    const file = openSync(path, 'w')
    const last = Math.min(first + MOST_ENTRIES_IN_FILE, entries)
    for (let from = first; from < last; from += 1_000) {
      const bodies = Array.from({ length: Math.min(1_000, last - from) }, (_, nth) => sampleEntry(from + nth))
      tree = appendLeaves(
        tree,
        bodies.map((body) => leafHash(body)),
      )
      writeSync(file, Buffer.concat(bodies.map((body) => entryLine(body))))
    }
    closeSync(file)
    files.push(path)
  }
  const note = signNote(formatCheckpoint({ origin: log.name, size: BigInt(entries), root: rootOf(tree) }), log)
  writeFileSync(join(folder, CHECKPOINTS_FILE), formatCheckpointList([note]))
  writeFileSync(join(folder, PERSONAL_FILE), '')
  const manifest = {
    origin: log.name,
    logKey: log,
    from: 0,
    to: entries,
    frontier: emptyFrontier(),
    madeAt: '2026-11-28T00:00:00.000Z',
    witnesses: [],
    quorum: 0,
  }
  writeFileSync(join(folder, MANIFEST_FILE), formatManifest(manifest))
  return files
}

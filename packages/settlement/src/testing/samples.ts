import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'

/** Real files of banks and acquirers, kept beside the repository: read in place, never copied into it. */
const FOLDER = process.env.COUNTERFOIL_SAMPLES ?? fileURLToPath(new URL('../../../../../shared/samples/', import.meta.url))

export interface Sample {
  readonly file: string
  readonly expect: 'accept' | 'accept-with-warning' | 'reject'
  readonly facts: { readonly kind: string }
  readonly bytes: Uint8Array
}

export function readSamples(folder: string): Sample[] {
  const index = `${FOLDER}/${folder}/index.json`
  if (!existsSync(index)) return []
  const { files } = JSON.parse(readFileSync(index, 'utf8')) as { files: Omit<Sample, 'bytes'>[] }
  return files.map((file) => ({ ...file, bytes: readFileSync(`${FOLDER}/${folder}/${file.file}`) }))
}

/** One test for each sample of the kinds; without the folder of samples one that says so. */
export function testEachSample(folder: string, check: (sample: Sample) => void, ...kinds: readonly string[]): void {
  const samples = readSamples(folder).filter(({ facts }) => kinds.length === 0 || kinds.includes(facts.kind))
  describe(`samples of ${folder}`, () => {
    if (samples.length === 0) it.skip('are not beside this repository', () => {})
    for (const sample of samples) it(`${sample.file}: ${sample.expect}, with its facts`, () => check(sample))
  })
}

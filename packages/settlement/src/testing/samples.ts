import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Real files of banks and acquirers, kept beside the repository: read in place, never copied into it. */
const FOLDER = fileURLToPath(new URL('../../../../../shared/samples/', import.meta.url))

export interface Sample {
  readonly file: string
  readonly expect: 'accept' | 'accept-with-warning' | 'reject'
  readonly facts: Record<string, unknown> & { readonly kind: string }
  readonly bytes: Uint8Array
}

export function readSamples(kind: string, folder = process.env.COUNTERFOIL_SAMPLES ?? FOLDER): Sample[] {
  const index = `${folder}/${kind}/index.json`
  if (!existsSync(index)) return []
  const { files } = JSON.parse(readFileSync(index, 'utf8')) as { files: Omit<Sample, 'bytes'>[] }
  return files.map((file) => ({ ...file, bytes: readFileSync(`${folder}/${kind}/${file.file}`) }))
}

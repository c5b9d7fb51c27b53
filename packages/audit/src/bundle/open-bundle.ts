import { stat } from 'node:fs/promises'
import type { BundleSource } from './bundle-source.ts'
import { openFolder } from './folder-source.ts'
import { openZip } from './zip-source.ts'

/** A bundle's ZIP, or the folder it was unpacked into. */
export async function openBundle(path: string): Promise<BundleSource> {
  return (await stat(path)).isDirectory() ? openFolder(path) : openZip(path)
}

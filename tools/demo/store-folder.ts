import { join } from 'node:path'
import type { DemoStore } from './chain.ts'

/** Folder of one demo store's PC. */
export function storeFolder(folder: string, store: DemoStore): string {
  return join(folder, store.code)
}

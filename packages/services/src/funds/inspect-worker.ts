import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { type InspectDocument, inspect, rejected } from '@counterfoil/settlement'
import { mappedFormat, parseMapping } from '@counterfoil/settlement/mapping'
import { settlementTools } from './settlement-tools.ts'

export interface InspectOrder {
  readonly path: string
  /** Text of a mapping that reads the file instead of a known format. */
  readonly mapping?: string | undefined
}

export interface InspectedFile {
  readonly document: InspectDocument
  /** Whether there was a file to judge. */
  readonly readable: boolean
}

export type InspectReport = InspectedFile | { readonly failed: string }

parentPort?.on('message', (order: InspectOrder) => parentPort?.postMessage(report(order)))

function report({ path, mapping }: InspectOrder): InspectReport {
  const name = basename(path)
  let bytes: Uint8Array
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return { document: rejected(name, 'it is no file'), readable: false }
    if (stat.size > settlementTools.limits.fileBytes)
      return { document: rejected(name, 'the file is larger than any report'), readable: true }
    bytes = readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    return { document: rejected(name, reason), readable: false }
  }
  const chosen = mapping === undefined ? undefined : mappedFormat(parseMapping(mapping))
  try {
    return { document: inspect(name, bytes, settlementTools, chosen), readable: true }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

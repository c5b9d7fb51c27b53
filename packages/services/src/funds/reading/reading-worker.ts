import { parentPort } from 'node:worker_threads'
import { type MaskedFile, maskFile } from '@counterfoil/settlement'
import { type MappingTrial, mappedFormat, parseMapping, tryMapping } from '@counterfoil/settlement/mapping'
import { settlementTools } from '../settlement-tools.ts'
import type { FileReading, ReadingOrder, RowChunk } from './file-reading.ts'
import { openKnownTools } from './known-tools.ts'
import { readFile } from './read-file.ts'
import type { Known } from './read-known.ts'

/**
 * `room` counts how many chunks may still be handed over; the other side adds one for each it has written. `known` is null where
 * it is what the thread was told last.
 */
export type ThreadOrder =
  | {
      readonly what: 'read'
      readonly order: Omit<ReadingOrder, 'known'>
      readonly known: Known | null
      readonly room: Int32Array
    }
  | { readonly what: 'mask'; readonly name: string; readonly bytes: Uint8Array; readonly mapping: string | null }
  | { readonly what: 'try'; readonly name: string; readonly bytes: Uint8Array; readonly draft: string }

export type ThreadReport =
  | { readonly chunk: RowChunk }
  | { readonly reading: FileReading }
  | { readonly masked: MaskedFile | null }
  | { readonly trial: MappingTrial }
  /** It holds what no row can. */
  | { readonly refused: string }
  | { readonly failed: string }

let known: Known = { accounts: [], contracts: [], calendars: [], sources: [] }
let tools = openKnownTools(known)
let filesRead = 0
/** What they remember of the times in files is forgotten after so many. */
const FILES_TOGETHER = 256
const port = parentPort
if (port !== null)
  port.on('message', (order: ThreadOrder) =>
    port.postMessage(report(order, (chunk) => port.postMessage({ chunk }, buffersOf(chunk)))),
  )

function report(order: ThreadOrder, send: (chunk: RowChunk) => void): ThreadReport {
  try {
    if (order.what === 'try') return { trial: tryMapping(order.name, order.bytes, JSON.parse(order.draft), settlementTools) }
    if (order.what === 'mask') {
      const chosen = order.mapping === null ? undefined : mappedFormat(parseMapping(order.mapping))
      return { masked: maskFile(order.name, order.bytes, settlementTools, chosen) }
    }
    if (order.known !== null || filesRead === FILES_TOGETHER) {
      known = order.known ?? known
      tools = openKnownTools(known)
      filesRead = 0
    }
    filesRead += 1
    const onChunk = (chunk: RowChunk): void => {
      waitForRoom(order.room)
      send(chunk)
    }
    return read({ ...order.order, known }, onChunk)
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** A day in no year, an amount beyond any: told of as such where no line could be named. */
function read(order: ReadingOrder, onChunk: (chunk: RowChunk) => void): ThreadReport {
  try {
    return { reading: readFile(order, onChunk, tools) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { refused: error.message }
  }
}

/** All columns of a chunk lie in one buffer, which goes over to the other thread. */
const buffersOf = ({ columns }: RowChunk): ArrayBuffer[] =>
  [...new Set(columns.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)

/** What is read faster than it is written must not pile up. */
function waitForRoom(room: Int32Array): void {
  for (;;) {
    const left = Atomics.load(room, 0)
    if (left > 0) {
      Atomics.sub(room, 0, 1)
      return
    }
    Atomics.wait(room, 0, left)
  }
}

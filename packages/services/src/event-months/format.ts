import { MalformedBundle } from '@counterfoil/audit'
import { z } from 'zod'

/** What makes a bundle one of a month of events. */
export const EVENTS_MANIFEST = 'events.json'

export const batchesOf = (storeId: number): string => `stores/${storeId}/batches.jsonl`
export const eventsOf = (storeId: number): string => `stores/${storeId}/events.jsonl`

const Count = z.int().min(0)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Base64 = z.base64()

/** A batch as its agent signed it. */
export const BatchLine = z.strictObject({
  agent: Count,
  epoch: Count,
  first: Count,
  last: Count,
  prevHead: Hash,
  head: Hash,
  signature: Base64,
  recordedAtMs: z.int(),
})
export type BatchLine = z.infer<typeof BatchLine>

/** An event with its exact bytes, and all else its row holds. */
export const EventLine = z.strictObject({
  agent: Count,
  epoch: Count,
  seq: Count,
  recordedAtMs: z.int(),
  atMs: z.int(),
  kind: z.string(),
  understood: z.boolean(),
  terminal: Count.nullable(),
  payment: z.uuid().nullable(),
  body: Base64,
  hash: Hash,
  cut: z.boolean(),
})
export type EventLine = z.infer<typeof EventLine>

/** Where one agent's chain enters the month and where it leaves it. */
const StreamTold = z.strictObject({
  agent: Count,
  epoch: Count,
  first: Count,
  last: Count,
  prevHead: Hash,
  head: Hash,
})
export type StreamTold = z.infer<typeof StreamTold>

const FileTold = z.strictObject({ lines: Count, sha256: Hash })
export type FileTold = z.infer<typeof FileTold>

export const EventsManifest = z.strictObject({
  kind: z.literal('counterfoil.events'),
  version: z.literal(1),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  /** Of the log whose entries `agents.heads` hold the heads of these batches. */
  origin: z.string(),
  madeAt: z.iso.datetime(),
  agents: z.array(z.strictObject({ id: Count, uid: z.uuid(), store: Count, keys: z.array(Base64).min(1) })),
  stores: z.array(
    z.strictObject({ id: Count, code: z.string(), batches: FileTold, events: FileTold, streams: z.array(StreamTold) }),
  ),
})
export type EventsManifest = z.infer<typeof EventsManifest>

export function parseEventsManifest(text: string): EventsManifest {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw new MalformedBundle(`${EVENTS_MANIFEST} is no JSON`)
  }
  const parsed = EventsManifest.safeParse(read)
  if (!parsed.success) throw new MalformedBundle(`${EVENTS_MANIFEST} does not have its form`)
  return parsed.data
}

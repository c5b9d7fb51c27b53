import { createHash } from 'node:crypto'
import {
  type BundleSource,
  type BundleVerdict,
  EXIT_CODES,
  type Finding,
  MalformedBundle,
  publicKeyObject,
  readText,
  verdictOf,
  verifyText,
} from '@counterfoil/audit'
import { batchText } from '@counterfoil/protocol'
import type { z } from 'zod'
import { readLines } from '../../funds/bundle/verify/read-lines.ts'
import { RecordFindings } from '../../verify-record/record-findings.ts'
import { StreamCheck } from '../../verify-record/stream-check.ts'
import {
  BatchLine,
  batchesOf,
  EVENTS_MANIFEST,
  EventLine,
  type EventsManifest,
  eventsOf,
  type FileTold,
  parseEventsManifest,
} from '../format.ts'

export interface EventMonthReport {
  readonly kind: 'counterfoil.events'
  readonly verdict: BundleVerdict
  readonly exitCode: number
  readonly month: string
  readonly origin: string
  readonly stores: number
  readonly streams: number
  readonly batches: number
  readonly events: number
  readonly findings: readonly Finding[]
  readonly remarks: readonly string[]
}

export interface EventMonthOptions {
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** Hears of each event in the order in which it stands there, sound or not. */
  readonly onEvent?: ((storeId: number, event: EventLine) => void) | undefined
  readonly stop?: AbortSignal | undefined
}

type Agent = EventsManifest['agents'][number]
type Store = EventsManifest['stores'][number]
type Told = (line: string) => void

const MOST_MANIFEST_BYTES = 64 << 20

/** Whether this is a month of events. */
export const isEventMonth = (source: BundleSource): boolean => source.files.has(EVENTS_MANIFEST)

/** A month of events by itself: each against its agent's chain, each batch against its agent's signature, all against what the month says it holds. */
export async function verifyEventMonth(source: BundleSource, options: EventMonthOptions = {}): Promise<EventMonthReport> {
  const manifest = parseEventsManifest(await readText(source, EVENTS_MANIFEST, MOST_MANIFEST_BYTES))
  const { month, origin, stores } = manifest
  const findings = new RecordFindings()
  const agents = new Map(manifest.agents.map((agent) => [agent.id, agent]))
  const total = stores.reduce((sum, { events }) => sum + events.lines, 0)
  let [done, batches, cut] = [0, 0, 0]
  for (const store of stores) {
    const checked = await verifyStore(source, store, agents, findings, (event) => {
      options.stop?.throwIfAborted()
      options.onEvent?.(store.id, event)
      done += 1
      if (done % 1_000 === 0) options.onProgress?.(done, total)
    })
    batches += checked.batches
    cut += checked.cut
  }
  tellStrangers(source, stores, findings)
  const all = findings.all()
  const verdict = verdictOf(all)
  return {
    kind: 'counterfoil.events',
    verdict,
    exitCode: EXIT_CODES[verdict],
    month,
    origin,
    stores: stores.length,
    streams: stores.reduce((sum, store) => sum + store.streams.length, 0),
    batches,
    events: done,
    findings: all,
    remarks: [
      'The keys of the agents are those the file itself brought. Which agents were enrolled with which keys, and the head of each batch, stand in the audit record (agent.enrolled, agents.heads).',
      ...(cut > 0
        ? [`${cut} events had a card number cut out: their exact bytes are not here, the chain around them was looked at.`]
        : []),
    ],
  }
}

async function verifyStore(
  source: BundleSource,
  store: Store,
  agents: ReadonlyMap<number, Agent>,
  findings: RecordFindings,
  onEvent: (event: EventLine) => void,
): Promise<{ readonly batches: number; readonly cut: number }> {
  const streams = new Map<string, StreamCheck>()
  const batchesOfStream = new Map<string, BatchLine[]>()
  let batches = 0
  await readFile(source, { name: batchesOf(store.id), told: store.batches, shape: BatchLine }, findings, async (batch) => {
    const name = `${batch.agent}/${batch.epoch}`
    const held = batchesOfStream.get(name)
    if (held === undefined) batchesOfStream.set(name, [batch])
    else held.push(batch)
    batches += 1
    await judgeSignature(batch, store, agents.get(batch.agent), findings)
  })
  for (const { agent, epoch, first, prevHead, last, head } of store.streams) {
    const held = batchesOfStream.get(`${agent}/${epoch}`) ?? []
    const check = new StreamCheck({ agent, epoch, store: store.code }, findings, {
      seq: first,
      head: Buffer.from(prevHead, 'hex'),
    })
    check.giveBatches(held.map(({ first: from, last: to, ...batch }) => ({ first: from, last: to, ...bytesOf(batch) })))
    streams.set(`${agent}/${epoch}`, check)
    const [begins, ends] = [held[0], held.at(-1)]
    if (begins?.first !== first || begins.prevHead !== prevHead || ends?.last !== last || ends.head !== head)
      findings.add({
        kind: 'missing',
        agent,
        epoch,
        store: store.code,
        text: `The batches of agent ${agent}, epoch ${epoch} are not those from event ${first} to ${last} that the month says it holds.`,
      })
  }
  await readFile(source, { name: eventsOf(store.id), told: store.events, shape: EventLine }, findings, async (event) => {
    const check = streams.get(`${event.agent}/${event.epoch}`)
    if (check === undefined)
      findings.add({
        kind: 'changed',
        agent: event.agent,
        epoch: event.epoch,
        store: store.code,
        text: `Event ${event.seq} of agent ${event.agent}, epoch ${event.epoch} is of a stream the month does not tell of.`,
      })
    else
      check.take({
        seq: event.seq,
        body: Buffer.from(event.body, 'base64'),
        hash: Buffer.from(event.hash, 'hex'),
        cut: event.cut,
        sealed: true,
      })
    onEvent(event)
  })
  for (const check of streams.values()) check.finish()
  return { batches, cut: [...streams.values()].reduce((sum, { cutEvents }) => sum + cutEvents, 0) }
}

const bytesOf = ({ prevHead, head, signature }: Pick<BatchLine, 'prevHead' | 'head' | 'signature'>) => ({
  prevHead: Buffer.from(prevHead, 'hex'),
  head: Buffer.from(head, 'hex'),
  signature: Buffer.from(signature, 'base64'),
})

async function judgeSignature(batch: BatchLine, store: Store, agent: Agent | undefined, findings: RecordFindings): Promise<void> {
  const { agent: id, epoch, first, last, prevHead, head, signature } = batch
  if (agent !== undefined && agent.store === store.id) {
    const text = batchText(agent.uid, { epoch, firstSeq: first, count: last - first + 1, prevHead, head })
    for (const key of agent.keys) if (await verifyText(publicKeyObject(key), text, signature)) return
  }
  findings.add({
    kind: 'bad_signature',
    agent: id,
    epoch,
    store: store.code,
    events: [first, last],
    text: `The batch of events ${first} to ${last} of agent ${id}, epoch ${epoch} does not carry the signature of an agent of store ${store.code}.`,
  })
}

interface FileOf<Shape extends z.ZodType> {
  readonly name: string
  readonly told: FileTold
  readonly shape: Shape
}

/** Reads a file line by line, and holds all of it against what the month says of it. */
async function readFile<Shape extends z.ZodType>(
  source: BundleSource,
  { name, told, shape }: FileOf<Shape>,
  findings: RecordFindings,
  take: (line: z.infer<Shape>) => Promise<void>,
): Promise<void> {
  const hash = createHash('sha256')
  const count: Told = (line) => hash.update(`${line}\n`)
  let lines = 0
  try {
    for await (const line of readLines(source, name)) {
      count(line)
      lines += 1
      const read = shape.safeParse(JSON.parse(line))
      if (read.success) await take(read.data)
      else findings.add({ kind: 'malformed', text: `Line ${lines} of ${name} does not have its form.` })
    }
  } catch (error) {
    if (!(error instanceof MalformedBundle) && !(error instanceof SyntaxError)) throw error
    findings.add({
      kind: source.files.has(name) ? 'malformed' : 'missing',
      text: `${name} cannot be read after line ${lines}: ${error.message}`,
    })
    return
  }
  if (lines !== told.lines || hash.digest('hex') !== told.sha256)
    findings.add({ kind: 'changed', text: `${name} is not the file of ${told.lines} lines that the month says it holds.` })
}

function tellStrangers(source: BundleSource, stores: readonly Store[], findings: RecordFindings): void {
  const known = new Set([EVENTS_MANIFEST, ...stores.flatMap(({ id }) => [batchesOf(id), eventsOf(id)])])
  for (const name of source.files.keys())
    if (!known.has(name)) findings.add({ kind: 'changed', text: `${name} belongs to no store of the month.` })
}

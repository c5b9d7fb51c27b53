import { verifyText } from '@counterfoil/audit'
import { type BatchAnswer, batchText } from '@counterfoil/protocol'
import type { Clock } from '../clock.ts'
import { AgentLine, type IngestAgent } from './agent-line.ts'
import { acknowledge, busy, unavailable } from './answers.ts'
import { type BusinessCalendar, createBusinessCalendar } from './business-day.ts'
import { type Cursor, checkEnvelope, type Envelope, placeBatch, refuse } from './check-envelope.ts'
import type { CommittedGroup } from './committed-group.ts'
import { cutBatch } from './cut-batch.ts'
import { foldBatch } from './fold-batch.ts'
import { createGroupQueue } from './group-queue.ts'
import { createHubNotes } from './hub-notes.ts'
import type { IngestStore } from './ingest-store.ts'
import { noteReports } from './note-reports.ts'
import { openPostgresStore, type PostgresStoreOptions } from './open-postgres-store.ts'
import { heldPayments, placeEvents } from './place-events.ts'
import { readEvent } from './read-event.ts'
import { createReadyRoom } from './ready-room.ts'
import { createRegistry, type Registry } from './registry.ts'
import { answerPosition, createItemWriter, type WriteItem } from './write-items.ts'

/** Over PostgreSQL, or over any other store that keeps its promises. */
export type IngestOptions = IngestSettings & (PostgresStoreOptions | { readonly store: IngestStore })

interface IngestSettings {
  readonly clock: Clock
  /** After every commit and its acknowledgements. */
  readonly onCommit?: (group: CommittedGroup) => void
  /** For the log: what went wrong, without any body. */
  readonly onTrouble?: (what: string, error: unknown) => void
  readonly onRefused?: (code: string) => void
  readonly maxGroupEvents?: number
  /** Above this nothing more is taken: each 2,000 waiting events are about 0.1 s of waiting. */
  readonly maxWaitingEvents?: number
  /** Checks a signature; the thread pool's Ed25519 unless told otherwise. */
  readonly verify?: typeof verifyText
  readonly calendar?: BusinessCalendar
}

export interface Ingest {
  /** Checks a batch and writes it with others. Answers after the commit; never rejects. */
  submit(agent: IngestAgent, batch: unknown): Promise<BatchAnswer>
  /** What the database holds of the agent's stream (of a revoked one: in quarantine); null for an unknown epoch. Rejects while it is away. */
  cursor(agent: IngestAgent): Promise<Cursor | null>
  /** Drops what is kept in memory of an agent, e.g. when its socket has gone. */
  forgetAgent(agentId: number): void
  /** Reads a store and its agents' payments anew at their next use: somebody else has changed them. */
  forgetStore(storeId: number): void
  readonly registry: Registry
  readonly status: { readonly connected: boolean; readonly trouble: string | null; readonly waitingEvents: number }
  /** Resolves when nothing waits and nothing is being written. */
  idle(): Promise<void>
  /** Finishes what is being written, then lets go of the connection. */
  close(): Promise<void>
}

/** Puts the parts together. Shared by the hub, the demo's history and the benches. */
export function createIngest(options: IngestOptions): Ingest {
  const { clock, onTrouble = ignore, onRefused = ignore, maxGroupEvents = 2_000, verify = verifyText } = options
  const { calendar = createBusinessCalendar() } = options
  const maxWaitingEvents = options.maxWaitingEvents ?? 20_000
  const store = 'store' in options ? options.store : openPostgresStore(options)
  const registry = createRegistry(store)
  const lines = new Map<number, AgentLine>()
  const notes = createHubNotes({
    record: (note) => store.recordNote(note),
    clock,
    onFailure: (error) => onTrouble('a hub event was not recorded', error),
  })
  const write = createItemWriter({ store, clock, onCommit: committed, onFork: noteFork, onTrouble })
  const room = createReadyRoom(maxGroupEvents)
  const queue = createGroupQueue<WriteItem>({
    write,
    eventsOf: ({ rows }) => rows.events.length,
    maxEvents: maxGroupEvents,
    onTaken: (events) => room.leave(events),
  })
  const waitingEvents = () => room.waitingEvents + queue.waitingEvents
  let closed = false

  function committed(group: CommittedGroup): void {
    for (const { agentId, storeId, epoch, notUnderstood, reports } of group.batches) {
      for (const note of noteReports(reports)) notes.note({ ...note, agentId, storeId, detail: { epoch, ...note.detail } })
      if (notUnderstood.length === 0) continue
      const detail = { epoch, count: notUnderstood.length, first: notUnderstood.slice(0, 10) }
      notes.note({ kind: 'event.not_understood', agentId, storeId, detail })
    }
    options.onCommit?.(group)
  }

  function noteFork(agent: IngestAgent, { batch }: Envelope, seq: number): void {
    onRefused('fork')
    const { epoch, firstSeq, count, prevHead, head } = batch
    notes.note({
      kind: 'fork',
      agentId: agent.id,
      storeId: agent.storeId,
      detail: { epoch, seq, firstSeq, count, prevHead, head },
    })
  }

  function refused(agent: IngestAgent, answer: Extract<BatchAnswer, { ok: false }>): BatchAnswer {
    onRefused(answer.code)
    notes.note({
      kind: 'batch.refused',
      agentId: agent.id,
      storeId: agent.storeId,
      detail: { code: answer.code, message: answer.message },
    })
    return answer
  }

  /** What other agents of the store have in memory of their payments is read anew: one of them goes on with this one's. */
  function doubt(storeId: number, but?: AgentLine): void {
    for (const line of lines.values()) if (line.storeId === storeId && line !== but) line.stale = true
  }

  function lineOf({ id, storeId }: IngestAgent): AgentLine {
    const held = lines.get(id)
    if (held !== undefined) return held
    const made = new AgentLine(storeId)
    lines.set(id, made)
    return made
  }

  async function freshCursor(line: AgentLine, agent: IngestAgent): Promise<Cursor | null> {
    if (line.stale || line.payments.size > MOST_OPEN_PAYMENTS) await line.restart()
    line.cursor ??= await store.readCursor(agent.id, agent.epoch)
    return line.cursor
  }

  /** The answer is a promise in an object, so that the next batch is checked while this one is being written. */
  async function admit(
    line: AgentLine,
    agent: IngestAgent,
    envelope: Envelope,
  ): Promise<{ answer: BatchAnswer | Promise<BatchAnswer> }> {
    const { batch } = envelope
    if (agent.state === 'revoked') {
      const cut = cutBatch(agent, envelope)
      await store.quarantine(agent, cut.batch, { reason: 'agent_revoked', cardFinds: cut.finds })
      notes.note({
        kind: 'batch.quarantined',
        agentId: agent.id,
        storeId: agent.storeId,
        detail: { epoch: batch.epoch, firstSeq: batch.firstSeq },
      })
      return {
        answer: { ...acknowledge({ highWater: envelope.lastSeq, head: envelope.head }), quarantined: true } as BatchAnswer,
      }
    }
    let cursor = await freshCursor(line, agent)
    if (cursor !== null && placeBatch(envelope, cursor).kind !== 'next') {
      // Anything but the next batch is judged by what is written, not by what is on its way.
      await line.restart()
      cursor = await freshCursor(line, agent)
    }
    if (cursor === null)
      return { answer: refused(agent, refuse('wrong_epoch', `the hub keeps no epoch ${batch.epoch} of this agent`).refusal) }
    if (placeBatch(envelope, cursor).kind !== 'next')
      return { answer: await answerPosition({ store, onFork: noteFork }, agent, envelope, cursor) }
    const rows = await makeRows(line, agent, envelope)
    for (const payment of rows.payments) line.payments.set(payment.id, payment)
    line.cursor = { highWater: envelope.lastSeq, head: envelope.head }
    line.begin()
    const answer = new Promise<BatchAnswer>((answer) => queue.push({ agent, line, envelope, rows, answer }))
    return { answer: agent.outlived === true ? answer.finally(() => doubt(agent.storeId, line)) : answer }
  }

  async function admitInTurn(line: AgentLine, agent: IngestAgent, envelope: Envelope) {
    const { count } = envelope.batch
    await room.enter(count)
    let queued = false
    try {
      const admitted = await admit(line, agent, envelope)
      // What is queued leaves when the writer takes it.
      queued = admitted.answer instanceof Promise
      return admitted
    } finally {
      if (!queued) room.leave(count)
    }
  }

  async function makeRows(line: AgentLine, agent: IngestAgent, envelope: Envelope) {
    const reads = envelope.lines.map(readEvent)
    const place = await registry.store(agent.storeId)
    const events = await placeEvents(registry, agent, reads)
    await heldPayments(store, agent, reads, line.payments)
    return foldBatch({ agentId: agent.id, store: place, envelope, events, held: line.payments, calendar })
  }

  return {
    registry,
    async submit(agent, input) {
      const checked = checkEnvelope(input)
      if ('refusal' in checked) return refused(agent, checked.refusal)
      const { envelope } = checked
      const { batch } = envelope
      if (batch.epoch !== agent.epoch) {
        return refused(
          agent,
          refuse('wrong_epoch', `this agent is in epoch ${agent.epoch}, the batch says ${batch.epoch}`).refusal,
        )
      }
      if (closed || !store.connected) return unavailable()
      if (waitingEvents() >= maxWaitingEvents) return busy()
      const line = lineOf(agent)
      // Starts now, in the thread pool; the line waits for it in turn.
      const valid = verify(agent.key, batchText(agent.uid, batch), batch.signature)
      try {
        const admitted = await line.inOrder(async () => {
          if (await valid) return admitInTurn(line, agent, envelope)
          return {
            answer: refused(
              agent,
              refuse('bad_signature', 'the batch is not signed by the key this agent enrolled with').refusal,
            ),
          }
        })
        return await admitted.answer
      } catch (error) {
        line.stale = true
        onTrouble(`batch ${batch.firstSeq} of agent ${agent.id} could not be prepared`, error)
        return unavailable()
      }
    },
    cursor(agent) {
      const line = lineOf(agent)
      return line.inOrder(async () => {
        await line.restart()
        // Since it was last here, the agent may have told another hub of its terminals.
        registry.forgetAgent(agent.id)
        const written = await freshCursor(line, agent)
        if (agent.state === 'active' || written === null) return written
        const aside = await store.readQuarantineCursor(agent.id, agent.epoch)
        return aside !== null && aside.highWater > written.highWater ? aside : written
      })
    },
    forgetAgent(agentId) {
      const line = lines.get(agentId)
      if (line === undefined || line.busy) return
      lines.delete(agentId)
      registry.forgetAgent(agentId)
    },
    forgetStore(storeId) {
      registry.forgetStore(storeId)
      doubt(storeId)
    },
    get status() {
      return { connected: store.connected, trouble: store.trouble, waitingEvents: waitingEvents() }
    },
    idle: () => queue.idle(),
    async close() {
      closed = true
      await queue.idle()
      await notes.idle()
      await store.close()
    },
  }
}

/** A line that keeps more is read anew: payments nobody ever finishes must not fill the memory. */
const MOST_OPEN_PAYMENTS = 2_000

function ignore(): void {}

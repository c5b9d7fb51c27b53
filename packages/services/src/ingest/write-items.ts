import type { BatchAnswer } from '@counterfoil/protocol'
import type { Clock } from '../clock.ts'
import type { AgentLine, IngestAgent } from './agent-line.ts'
import { acknowledge, away, fork, gap, unavailable } from './answers.ts'
import { type BatchRows, withoutProjection } from './batch-rows.ts'
import { type Cursor, type Envelope, placeBatch } from './check-envelope.ts'
import type { CommittedGroup } from './committed-group.ts'
import { type FailureKind, failureText } from './failure.ts'
import { type GroupRows, groupRows } from './group-rows.ts'
import type { IngestStore, WrittenGroup } from './ingest-store.ts'

/** A checked batch on its way to the database, and who waits for its answer. */
export interface WriteItem {
  readonly agent: IngestAgent
  readonly line: AgentLine
  readonly envelope: Envelope
  readonly rows: BatchRows
  readonly answer: (answer: BatchAnswer) => void
}

export interface WriteItemsOptions {
  readonly store: IngestStore
  readonly clock: Clock
  readonly onCommit: (group: CommittedGroup) => void
  readonly onFork: (agent: IngestAgent, envelope: Envelope, seq: number) => void
  readonly onTrouble: (what: string, error: unknown) => void
}

type Attempt = { readonly done: true } | { readonly done: false; readonly failure: FailureKind; readonly error: unknown }
const MOST_RETRIES = 3

/** Writes a group and answers every item in it, whatever happens; one bad batch never fails another's commit. */
export function createItemWriter(options: WriteItemsOptions): (items: readonly WriteItem[]) => Promise<void> {
  const { store, clock, onTrouble } = options

  async function attempt(items: readonly WriteItem[]): Promise<Attempt> {
    let rows: GroupRows
    try {
      rows = groupRows(items.map((item) => item.rows))
    } catch (error) {
      return { done: false, failure: 'data', error }
    }
    for (let tries = 1; ; tries += 1) {
      const startedMs = clock.monotonicMs()
      const outcome = await store.writeGroup(rows)
      if ('written' in outcome) {
        succeed(items, rows, outcome.written, clock.monotonicMs() - startedMs)
        return { done: true }
      }
      const { failure, error } = outcome
      if (failure !== 'retry' || tries === MOST_RETRIES)
        return { done: false, failure: failure === 'retry' ? 'away' : failure, error }
    }
  }

  function succeed(items: readonly WriteItem[], rows: GroupRows, written: WrittenGroup, tookMs: number): void {
    const cursors = new Map(rows.streams.map(({ agentId, toSeq, toHead }) => [agentId, { highWater: toSeq, head: toHead }]))
    for (const { rows: own, line, agent, envelope, answer } of items) {
      for (const payment of own.payments)
        if (payment.final && line.payments.get(payment.id) === payment) line.payments.delete(payment.id)
      line.end()
      answer(acknowledge(cursors.get(agent.id) ?? { highWater: envelope.lastSeq, head: envelope.head }))
    }
    try {
      options.onCommit(committed(rows, written, tookMs))
    } catch (error) {
      onTrouble('a listener of the commit failed', error)
    }
  }

  function fail(item: WriteItem, answer: BatchAnswer): void {
    item.line.stale = true
    item.line.end()
    item.answer(answer)
  }

  /** After the fence: reads where the streams stand and answers all that cannot be written as they are; gives back the rest. */
  async function recheck(items: readonly WriteItem[]): Promise<WriteItem[]> {
    const cursors = new Map<number, Cursor>()
    const kept: WriteItem[] = []
    for (const item of items) {
      const { agent, envelope } = item
      try {
        const cursor = cursors.get(agent.id) ?? (await store.readCursor(agent.id, envelope.batch.epoch))
        if (cursor === null) {
          fail(item, unavailable())
          continue
        }
        const position = placeBatch(envelope, cursor)
        if (position.kind === 'next') {
          kept.push(item)
          cursors.set(agent.id, { highWater: envelope.lastSeq, head: envelope.head })
          continue
        }
        cursors.set(agent.id, cursor)
        fail(item, await answerPosition(options, agent, envelope, cursor))
      } catch (error) {
        onTrouble('a stream could not be read', error)
        fail(item, unavailable())
      }
    }
    return kept
  }

  async function writeAlone(item: WriteItem): Promise<void> {
    const first = await attempt([item])
    if (first.done) return
    if (first.failure === 'away') return fail(item, unavailable())
    if (first.failure === 'fence' && (await recheck([item])).length === 0) return
    // The record comes before the figures: PostgreSQL refuses a row of the projection, the events are kept all the same.
    onTrouble(`batch ${item.envelope.batch.firstSeq} of agent ${item.agent.id} is kept without being counted`, first.error)
    const bare = { ...item, rows: withoutProjection(item.rows, `not counted: ${failureText(first.error)}`) }
    item.line.stale = true
    const second = await attempt([bare])
    if (!second.done) {
      onTrouble(`batch ${item.envelope.batch.firstSeq} of agent ${item.agent.id} cannot be kept`, second.error)
      fail(item, unavailable())
    }
  }

  return async (items) => {
    const first = await attempt(items)
    if (first.done) return
    if (first.failure === 'away') {
      onTrouble('the group could not be committed', first.error)
      for (const item of items) fail(item, unavailable())
      return
    }
    let rest = items
    if (first.failure === 'fence') {
      rest = await recheck(items)
      if (rest.length === 0 || (await attempt(rest)).done) return
    }
    for (const item of rest) await writeAlone(item)
  }
}

/** The answer to a batch that is not the next one. */
export async function answerPosition(
  options: Pick<WriteItemsOptions, 'store' | 'onFork'>,
  agent: IngestAgent,
  envelope: Envelope,
  cursor: Cursor,
): Promise<BatchAnswer> {
  const position = placeBatch(envelope, cursor)
  switch (position.kind) {
    case 'next':
      return unavailable()
    case 'gap':
      return gap(position.resendFrom)
    case 'fork':
      options.onFork(agent, envelope, position.seq)
      return fork(position.seq)
    case 'seen': {
      const hash = await options.store.readHash({
        storeId: agent.storeId,
        agentId: agent.id,
        epoch: envelope.batch.epoch,
        seq: position.seq,
      })
      // What cannot be compared is called neither the same nor a fork: it waits until the month is brought back.
      if (hash === 'away') return away(position.seq)
      if (hash?.equals(position.expected)) return acknowledge(cursor)
      options.onFork(agent, envelope, position.seq)
      return fork(position.seq)
    }
  }
}

function committed(rows: GroupRows, written: WrittenGroup, tookMs: number): CommittedGroup {
  return {
    ...written,
    batches: rows.batches,
    payments: rows.payments,
    minutes: rows.minutes,
    days: rows.days,
    terminals: rows.batches.flatMap(({ storeId, conditions }) => conditions.map(({ terminalId }) => ({ storeId, terminalId }))),
    events: rows.events.length,
    tookMs,
  }
}

import type pg from 'pg'
import { readAwayMonths } from '../event-months/archive-row.ts'
import { recordedDays } from '../rebuild/read-recorded-events.ts'
import { BatchPages, type JournalAgent, readStoreAgents } from './agent-batches.ts'
import type { RecordFindings } from './record-findings.ts'
import { StreamCheck, type StreamEvent } from './stream-check.ts'

export interface JournalStore {
  readonly id: number
  readonly code: string
}

export interface CheckedJournal {
  readonly events: number
  readonly batches: number
  /** Events a card number was cut out of: their exact bytes lie sealed, and only the hub's key opens them. */
  readonly cutEvents: number
}

type RecordedRow = StreamEvent & { readonly agent: number; readonly epoch: number }

interface Stream {
  readonly check: StreamCheck
  readonly pages: BatchPages
}

const EVENTS_A_PAGE = 2_000

/** Every event of one store against the chains and signatures of its agents. Call inside a transaction that sees one instant. */
export async function checkJournal(
  client: pg.ClientBase,
  store: JournalStore,
  findings: RecordFindings,
  onEvents: (count: number) => void,
): Promise<CheckedJournal> {
  const agents = await readStoreAgents(client, store.id)
  const away = await readAwayMonths(client)
  const streams = new Map<string, Stream>()
  const streamOf = (agent: JournalAgent, epoch: number): Stream => {
    const name = `${agent.id}/${epoch}`
    const known = streams.get(name)
    if (known !== undefined) return known
    const stream = { agent: agent.id, epoch, store: store.code }
    const made = { check: new StreamCheck(stream, findings), pages: new BatchPages(client, { agent, stream, away }, findings) }
    streams.set(name, made)
    return made
  }
  // Streams of which every event is gone are looked at too.
  const { rows: recorded } = await client.query<{ agent: number; epoch: number }>(
    `select agent_id as agent, epoch from agent_batch where agent_id = any($1) group by 1, 2`,
    [[...agents.keys()]],
  )
  for (const { agent: id, epoch } of recorded) {
    const agent = agents.get(id)
    if (agent !== undefined) streamOf(agent, epoch)
  }
  let events = 0
  for await (const day of recordedDays(client, store.id, '-infinity'))
    for await (const page of eventsOfDay(client, store.id, day)) {
      for (const event of page) {
        const agent = agents.get(event.agent)
        if (agent === undefined) tellStranger(event, store, findings)
        else {
          const { check, pages } = streamOf(agent, event.epoch)
          if (check.wantsBatches(event.seq)) await pages.giveUpTo(check, event.seq)
          check.take(event)
        }
      }
      events += page.length
      onEvents(page.length)
    }
  let [batches, cutEvents] = [0, 0]
  for (const { check, pages } of streams.values()) {
    await pages.giveUpTo(check, Number.POSITIVE_INFINITY)
    check.finish()
    batches += pages.batches
    cutEvents += check.cutEvents
  }
  return { events, batches, cutEvents }
}

/** In the order of the key, so that nothing is sorted: a day of each stream after the other. */
async function* eventsOfDay(client: pg.ClientBase, storeId: number, day: string): AsyncGenerator<readonly RecordedRow[]> {
  await client.query(
    `declare journal_events no scroll cursor for
     select e.agent_id as agent, e.epoch, e.seq::float8 as seq, e.body, e.hash, e.cut,
       e.cut and exists (select from card_alarm_content c where c.agent_id = e.agent_id and c.epoch = e.epoch and c.seq = e.seq) as sealed
     from event e where e.store_id = $1 and e.recorded_on = $2::date order by e.agent_id, e.epoch, e.seq`,
    [storeId, day],
  )
  for (;;) {
    const { rows } = await client.query<RecordedRow>(`fetch ${EVENTS_A_PAGE} from journal_events`)
    if (rows.length > 0) yield rows
    if (rows.length < EVENTS_A_PAGE) break
  }
  await client.query('close journal_events')
}

function tellStranger({ agent, epoch, seq }: RecordedRow, { code }: JournalStore, findings: RecordFindings): void {
  findings.add({
    kind: 'changed',
    agent,
    epoch,
    store: code,
    events: [seq, seq],
    text: `Event ${seq} of agent ${agent}, epoch ${epoch} was put into store ${code}, to which that agent does not belong.`,
  })
}

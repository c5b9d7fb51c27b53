import type pg from 'pg'
import type { PaymentState } from '../src/ingest/index.ts'
import { paymentSelectList } from '../src/ingest/payment-columns.ts'
import type { MemoryDatabase } from '../src/testing/index.ts'

/** Everything the ingest has written, in a form that is the same over PostgreSQL and over memory. */
export type Contents = Readonly<Record<string, readonly unknown[]>>

/** Numbers of lanes and terminals are each database's own; names are not. */
type Names = ReadonlyMap<number, string>

export async function postgresContents(pool: pg.Pool): Promise<Contents> {
  const ask = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => (await pool.query<Row>(sql)).rows
  const assignments = await ask<{
    agentId: number
    key: string
    lane: string
    laneId: number
    terminalId: number
    open: boolean
  }>(
    `select a.agent_id as "agentId", a.key, l.key as lane, a.lane_id as "laneId", a.terminal_id as "terminalId", a.until is null as open
     from terminal_assignment a join lane l on l.id = a.lane_id where a.until is null`,
  )
  const { terminals, lanes } = namesOf(assignments)
  const payments = await ask<PaymentState>(`select ${paymentSelectList()} from payment p`)
  const ofTerminal = (rows: readonly { terminalId: number | null }[]) =>
    rows.map(({ terminalId, ...row }) => ({ ...row, terminal: nameOf(terminals, terminalId) }))
  return sorted({
    event: ofTerminal(
      await ask(
        `select agent_id as "agentId", epoch, seq::int, kind, understood, terminal_id as "terminalId", payment_id as "paymentId",
           convert_from(body, 'UTF8') as body, encode(hash, 'hex') as hash, cut from event`,
      ),
    ),
    payment: payments.map((payment) => nameIds(payment, terminals, lanes)),
    minute: await ask(
      `select store_id as "storeId", (extract(epoch from minute) * 1000)::float8 as "minuteMs", currency, scheme, funding, wallet,
         sum(sales_minor)::float8 as "salesMinor", sum(approved)::int as approved, sum(declined)::int as declined,
         sum(cancelled)::int as cancelled from sales_minute group by 1, 2, 3, 4, 5, 6`,
    ),
    day: await ask(
      `select store_id as "storeId", business_date::text as "businessDate", currency, scheme, funding, wallet,
         sales_minor::float8 as "salesMinor", approved, declined, cancelled, refunded_minor::float8 as "refundedMinor" from sales_day`,
    ),
    stream: await ask(
      `select agent_id as "agentId", epoch, high_water::int as "highWater", encode(head, 'hex') as head from agent_stream`,
    ),
    batch: await ask(
      `select agent_id as "agentId", epoch, first_seq::int as "firstSeq", last_seq::int as "lastSeq", encode(head, 'hex') as head from agent_batch`,
    ),
    condition: ofTerminal(
      await ask(
        `select terminal_id as "terminalId", (extract(epoch from since) * 1000)::float8 as since,
           (extract(epoch from until) * 1000)::float8 as until, condition, text, seq::int from terminal_condition`,
      ),
    ),
    totals: ofTerminal(
      await ask(`select terminal_id as "terminalId", seq::int, amount_minor::float8 as minor from terminal_totals`),
    ),
    rev: await ask(`select store_id as "storeId", rev::int from store_rev where rev > 0`),
    assignment: assignments.map(({ agentId, key, lane }) => ({ agentId, key, lane })),
    quarantined: await ask(
      `select agent_id as "agentId", reason, ((batch->>'firstSeq')::int + (batch->>'count')::int - 1) as "lastSeq" from quarantined_batch`,
    ),
    cardNumber: await ask(
      `select place, agent_id as "agentId", till, count, array_to_string(numbers, ',') as numbers from card_alarm where source_kind = 'agent'`,
    ),
    note: await ask(`select kind, agent_id as "agentId" from hub_event`),
  })
}

export function memoryContents(database: MemoryDatabase): Contents {
  const assignments = [...database.registry.agents.keys()].flatMap((agentId) =>
    [...database.registry.terminalsOf(agentId).values()].map((place) => ({ agentId, ...place })),
  )
  const { terminals, lanes } = namesOf(assignments)
  const streams = [...database.streams].map(([key, { highWater, head }]) => {
    const [agentId, epoch] = key.split('/').map(Number)
    return { agentId, epoch, highWater, head: head.toString('hex') }
  })
  return sorted({
    event: [...database.events.values()]
      .flat()
      .map(({ agentId, epoch, seq, kind, understood, terminalId, paymentId, body, hash, cut }) => {
        const terminal = nameOf(terminals, terminalId)
        const hex = Buffer.from(hash).toString('hex')
        return { agentId, epoch, seq, kind, understood, terminal, paymentId, body, hash: hex, cut }
      }),
    payment: [...database.payments.values()].map((payment) => nameIds(payment, terminals, lanes)),
    minute: [...database.minutes.values()].map(({ businessDate: _, refundedMinor: __, ...sum }) => sum),
    day: [...database.days.values()].map(({ minuteMs: _, ...sum }) => sum),
    stream: streams,
    batch: database.batches.map(({ agentId, epoch, firstSeq, lastSeq, head }) => ({
      agentId,
      epoch,
      firstSeq,
      lastSeq,
      head: head.toString('hex'),
    })),
    condition: [...database.conditions.values()].flat().map(({ terminalId, sinceMs, untilMs, condition, text, seq }) => {
      return { terminal: nameOf(terminals, terminalId), since: sinceMs, until: untilMs, condition, text, seq }
    }),
    totals: database.totals.map(({ terminalId, seq, amountMinor }) => {
      return { terminal: nameOf(terminals, terminalId), seq, minor: amountMinor }
    }),
    rev: [...database.revs].map(([storeId, rev]) => ({ storeId, rev })),
    assignment: assignments.map(({ agentId, key, lane }) => ({ agentId, key, lane })),
    quarantined: [...database.quarantined.values()].map(({ agentId, reason, highWater }) => ({
      agentId,
      reason,
      lastSeq: highWater,
    })),
    cardNumber: alarmsOf(database),
    note: database.notes.map(({ kind, agentId }) => ({ kind, agentId })),
  })
}

/** As the table counts them: one for each place and agent. */
function alarmsOf({ cardFinds }: MemoryDatabase): object[] {
  const ofAgents = cardFinds.filter(({ source }) => source.kind === 'agent')
  return [...Map.groupBy(ofAgents, ({ place, agentId }) => `${place}/${agentId}`).values()].map((finds) => ({
    place: finds[0]?.place,
    agentId: finds[0]?.agentId,
    till: finds[0]?.till,
    count: finds.reduce((sum, { count }) => sum + count, 0),
    numbers: [...new Set(finds.flatMap(({ numbers }) => numbers))].slice(0, 8).join(','),
  }))
}

function namesOf(rows: readonly { agentId: number; key: string; lane: string; terminalId: number; laneId: number }[]) {
  return {
    terminals: new Map(rows.map(({ terminalId, agentId, key }) => [terminalId, `${agentId}/${key}`])),
    lanes: new Map(rows.map(({ laneId, agentId, lane }) => [laneId, `${agentId}/${lane}`])),
  }
}

/** A terminal nobody holds any more has lost its name: two such are not told apart. */
function nameOf(names: Names, id: number | null): string | null {
  return id === null ? null : (names.get(id) ?? 'let go')
}

function nameIds({ terminalId, laneId, ...payment }: PaymentState, terminals: Names, lanes: Names): object {
  return { ...payment, terminal: nameOf(terminals, terminalId), lane: nameOf(lanes, laneId) }
}

function sorted(contents: Contents): Contents {
  const text = (row: unknown) => JSON.stringify(row, Object.keys(row as object).sort())
  return Object.fromEntries(
    Object.entries(contents).map(([table, rows]) => [table, [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1))]),
  )
}

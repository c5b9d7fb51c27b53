import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ServiceContext } from '@counterfoil/services'
import type { AcknowledgementLine } from '../agents/agent-plan.ts'
import type { LedgerLine, OrderLine } from '../shop-floor/lane-plan.ts'
import type { World } from '../world.ts'
import type { EventRow, Evidence, OutboxEvidence, PaymentEvidence, SalesRow } from './evidence.ts'

/** Reads files and tables as they are, past all of our own code that writes them. */
export async function readEvidence(world: World): Promise<Evidence> {
  const { files, ctx } = world
  // The database first: whatever it holds must be on the disks that are read after it.
  const rows = await readRows(ctx)
  return {
    rows,
    payments: await readPayments(ctx),
    days: await readSales(ctx, 'sales_day', 'd.business_date::text'),
    minutes: await readSales(ctx, 'sales_minute', '(extract(epoch from d.minute) * 1000)::bigint::text'),
    outboxes: world.agents.map(({ store, dataDir, identity }) => readOutbox(store, dataDir, identity.epoch)),
    ledger: readLines<LedgerLine>(files.ledger),
    orders: readLines<OrderLine>(files.orders),
    acknowledgements: readLines<AcknowledgementLine>(files.acknowledgements),
  }
}

/** A process may have been killed in the middle of a line of its notes: the next one began behind it. */
function readLines<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Line]
      } catch {
        return []
      }
    })
}

export function openOutboxFile(dataDir: string): DatabaseSync {
  return new DatabaseSync(join(dataDir, 'outbox.db'), { readOnly: true, timeout: 5_000 })
}

function readOutbox(store: string, dataDir: string, epoch: number): OutboxEvidence {
  using db = openOutboxFile(dataDir)
  const all = (sql: string) => db.prepare(sql).all(epoch) as unknown[]
  return {
    store,
    epoch,
    events: all('SELECT seq, kind, hash, body FROM event WHERE epoch = ? ORDER BY seq') as OutboxEvidence['events'],
    acknowledged: all('SELECT seq, head FROM delivered WHERE epoch = ? ORDER BY seq') as OutboxEvidence['acknowledged'],
  }
}

async function readRows({ pool }: ServiceContext): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(
    `select s.code as store, e.epoch, e.seq, encode(e.hash, 'hex') as hash, convert_from(e.body, 'UTF8') as body
     from event e join agent a on a.id = e.agent_id join store s on s.id = a.store_id order by s.code, e.epoch, e.seq`,
  )
  return rows
}

async function readPayments({ pool }: ServiceContext): Promise<PaymentEvidence[]> {
  const { rows } = await pool.query<PaymentEvidence>(
    `select s.code as store, p.id, p.kind, p.requested_minor as "requestedMinor", p.authorised_minor as "authorisedMinor",
       p.outcome, p.final, p.receipt, p.basket
     from payment p join store s on s.id = p.store_id`,
  )
  return rows
}

async function readSales({ pool }: ServiceContext, table: 'sales_day' | 'sales_minute', at: string): Promise<SalesRow[]> {
  const { rows } = await pool.query<SalesRow>(
    `select s.code as store, ${at} as at, sum(d.sales_minor)::bigint as "salesMinor", sum(d.approved)::bigint as approved
     from ${table} d join store s on s.id = d.store_id group by 1, 2`,
  )
  return rows
}

import type pg from 'pg'
import type { EventsToldAway } from './away-events.ts'
import type { ToldArchives } from './told-archives.ts'

/** One batch as an entry of the log tells it. */
interface LoggedHead {
  readonly idx: number | null
  readonly batch: readonly unknown[]
}

const HEADS_A_WRITE = 5_000

/**
 * The heads of agents' batches that the log tells, in a table of this session: they come in the log's order and are compared in
 * the journal's, and there may be more of them than memory holds.
 */
export class LoggedHeads {
  readonly #client: pg.ClientBase
  #waiting: LoggedHead[] = []
  /** `ts` of the first entry that tells heads: batches from before have none. */
  firstAtMs: number | null = null

  private constructor(client: pg.ClientBase) {
    this.#client = client
  }

  static async open(client: pg.ClientBase): Promise<LoggedHeads> {
    await client.query(
      `create temporary table logged_head (idx int8, agent_id int4 not null, epoch int4 not null, first_seq int8 not null,
         last_seq int8 not null, head bytea not null)`,
    )
    return new LoggedHeads(client)
  }

  /** `idx` is null for an entry that no checkpoint covers yet. What is no head is told by whoever reads the log. */
  async take(idx: number | null, { ts, after }: { readonly ts?: unknown; readonly after?: unknown }): Promise<void> {
    const { batches } = (typeof after === 'object' && after !== null ? after : {}) as { batches?: unknown }
    if (!Array.isArray(batches)) return
    if (typeof ts === 'number') this.firstAtMs ??= ts
    for (const batch of batches as unknown[]) if (isHead(batch)) this.#waiting.push({ idx, batch })
    if (this.#waiting.length >= HEADS_A_WRITE) await this.write()
  }

  async write(): Promise<void> {
    const heads = this.#waiting
    this.#waiting = []
    const column = (nth: number) => heads.map(({ batch }) => batch[nth])
    await this.#client.query(
      `insert into logged_head select u.idx, u.agent, u.epoch, u.first, u.last, decode(u.head, 'hex')
       from unnest($1::int8[], $2::int4[], $3::int4[], $4::int8[], $5::int8[], $6::text[]) u (idx, agent, epoch, first, last, head)`,
      [heads.map(({ idx }) => idx), column(0), column(1), column(2), column(3), column(4)],
    )
  }

  /** What was recorded and is under no checkpoint yet. In the transaction that compares, so that both tell of one instant. */
  async takeUncovered(covered: number, ...told: readonly (ToldArchives | EventsToldAway)[]): Promise<void> {
    const { rows } = await this.#client.query<{ body: Buffer }>(
      `select e.body from audit_entry e left join audit_leaf l on l.entry_id = e.id
       where e.action in ('agents.heads', 'audit.archived', 'events.put_away') and e.body is not null and (l.idx is null or l.idx >= $1) order by e.recorded_at`,
      [covered],
    )
    for (const { body } of rows) {
      const entry = parsed(body.toString('utf8')) as { action?: unknown; ts?: unknown; after?: unknown } | null | undefined
      if (typeof entry !== 'object' || entry === null) continue
      if (entry.action === 'agents.heads') await this.take(null, entry)
      else for (const one of told) one.take(entry)
    }
    await this.write()
    await this.#client.query('create index on logged_head (agent_id, epoch, first_seq)')
    await this.#client.query('analyze logged_head')
  }

  async close(): Promise<void> {
    await this.#client.query('drop table if exists logged_head')
  }
}

function isHead(batch: unknown): batch is readonly unknown[] {
  if (!Array.isArray(batch)) return false
  const [agent, epoch, first, last, head] = batch as unknown[]
  return (
    typeof agent === 'string' &&
    /^\d{1,9}$/.test(agent) &&
    [epoch, first, last].every(Number.isSafeInteger) &&
    Number(epoch) < 2 ** 31 &&
    typeof head === 'string' &&
    /^[0-9a-f]{64}$/.test(head)
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

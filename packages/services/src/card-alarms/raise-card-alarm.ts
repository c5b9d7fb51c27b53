import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { Sealer } from '../vault/index.ts'
import { contentPurpose } from './content-purpose.ts'

/** Where the card number came from: the agent that sent it, the terminal that said it, whoever typed or sent it. */
export interface CardAlarmSource {
  readonly kind: 'agent' | 'terminal' | 'person' | 'token' | 'screen'
  readonly id: string
}

/** What stood there. An agent that cut or refused a number itself sends none. */
export type CardAlarmContent =
  | { readonly what: 'input'; readonly exact: string }
  /** The exact bytes of one event, or of all events of a batch that is kept aside, by the number of its first. */
  | {
      readonly what: 'event' | 'batch'
      readonly exact: string
      readonly agentId: number
      readonly epoch: number
      readonly seq: number
    }

export interface CardAlarmFind {
  /** A field of an event, of the till API or of a procedure, e.g. `payment.opened.details.basket`. */
  readonly place: string
  readonly source: CardAlarmSource
  readonly storeId: number | null
  readonly agentId: number | null
  readonly terminalId: number | null
  /** The till that sent it, where it is known. */
  readonly till: string | null
  /** Truncated: first six and last four digits. */
  readonly numbers: readonly string[]
  readonly count: number
  readonly content: CardAlarmContent | null
}

export type RaiseContext = ActContext & { readonly sealer: Pick<Sealer, 'seal'> | null }

const LONGEST_PLACE = 160
const MOST_NUMBERS = 8
const LARGEST_COUNT = 1_000_000_000

/**
 * Raises the alarm of a place and source, or counts into the one that is open, and keeps what stood there, sealed. Runs in the
 * transaction that writes, or refuses, what it was found in; `publishCardAlarm` tells of it after that. Without a sealer only
 * the truncated number is kept, which must not happen for what the record depends on.
 */
export async function raiseCardAlarm(
  ctx: RaiseContext,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  find: CardAlarmFind,
): Promise<string> {
  const now = ctx.now()
  const { source, content } = find
  const { rows } = await client.query<{ id: string; isNew: boolean }>(
    `insert into card_alarm as c (id, found_at, last_found_at, started_at, count, place, source_kind, source_id, store_id, agent_id,
       terminal_id, till, numbers)
     values ($1, $2, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (place, source_kind, source_id) where state = 'open' do update set
       last_found_at = greatest(c.last_found_at, excluded.last_found_at),
       count = least(c.count::int8 + excluded.count, ${LARGEST_COUNT}),
       numbers = array(select n from unnest(c.numbers || excluded.numbers) with ordinality u (n, i) group by n order by min(i) limit ${MOST_NUMBERS})
     returning id::text as id, xmax = 0 as "isNew"`,
    [
      ctx.newId(),
      now,
      Math.min(find.count, LARGEST_COUNT),
      storable(find.place).slice(0, LONGEST_PLACE),
      source.kind,
      source.id,
      find.storeId,
      find.agentId,
      find.terminalId,
      find.till === null ? null : storable(find.till),
      [...new Set(find.numbers)].slice(0, MOST_NUMBERS),
    ],
  )
  const [alarm] = rows
  if (alarm === undefined) throw new Error('PostgreSQL raised an alarm without telling its id')
  if (content !== null && ctx.sealer !== null) await keepContent(ctx, ctx.sealer, client, alarm.id, content, now)
  if (alarm.isNew) {
    await recordAct(ctx, client, {
      action: 'card_alarm.raised',
      target: { type: 'card_alarm', id: alarm.id },
      after: { place: find.place, source: `${source.kind}/${source.id}` },
    })
  }
  return alarm.id
}

async function keepContent(
  ctx: RaiseContext,
  sealer: Pick<Sealer, 'seal'>,
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  alarmId: string,
  content: CardAlarmContent,
  now: Date,
): Promise<void> {
  const id = ctx.newId()
  const sealed = sealer.seal(contentPurpose(id), new TextEncoder().encode(content.exact))
  const { agentId, epoch, seq } = content.what === 'input' ? { agentId: null, epoch: null, seq: null } : content
  await client.query(
    `insert into card_alarm_content (id, alarm_id, found_at, what, agent_id, epoch, seq, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [id, alarmId, now, content.what, agentId, epoch, seq, Buffer.from(sealed)],
  )
}

/** PostgreSQL's text holds neither U+0000 nor half of a surrogate pair. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}

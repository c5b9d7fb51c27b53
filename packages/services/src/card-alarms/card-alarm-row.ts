import type { CardAlarmSource } from './raise-card-alarm.ts'

export type CardAlarmState = 'open' | 'closed'

/** An alarm as lists show it: of a number its last four digits. */
export interface ListedCardAlarm {
  readonly id: string
  readonly foundAtMs: number
  readonly lastFoundAtMs: number
  readonly count: number
  /** A field of an event, of the till API or of a procedure. */
  readonly place: string
  readonly source: { readonly kind: CardAlarmSource['kind']; readonly id: string; readonly name: string | null }
  readonly store: {
    readonly storeId: number
    readonly code: string
    readonly name: string
    readonly nameLang: string
  } | null
  /** The protocol of the terminal it came from: which driver let it through. */
  readonly driver: string | null
  readonly till: string | null
  readonly last4: readonly string[]
  readonly state: CardAlarmState
}

/** SQL text: columns of an alarm, of `card_alarm c` joined with `cardAlarmJoin`. Times as ms. */
export const cardAlarmColumns = `c.id::text as id, (extract(epoch from c.found_at) * 1000)::float8 as "foundAtMs",
  (extract(epoch from c.last_found_at) * 1000)::float8 as "lastFoundAtMs", c.count, c.place, c.source_kind as "sourceKind",
  c.source_id as "sourceId", case c.source_kind when 'agent' then g.name when 'terminal' then coalesce(a.key, t.label)
    when 'person' then u.name end as "sourceName",
  s.id as "storeId", s.code as "storeCode", s.name as "storeName", s.name_lang as "storeNameLang", t.protocol as driver, c.till,
  array(select right(n, 4) from unnest(c.numbers) n) as last4, c.state`

/** A terminal's key is the one it has now, or had last. */
export const cardAlarmJoin = `card_alarm c
  left join store s on s.id = c.store_id
  left join agent g on g.id = c.agent_id
  left join terminal t on t.id = c.terminal_id
  left join lateral (
    select ta.key from terminal_assignment ta where ta.terminal_id = c.terminal_id order by ta.since desc limit 1
  ) a on true
  left join "user" u on c.source_kind = 'person' and u.id = c.source_id`

export interface CardAlarmRecord {
  readonly id: string
  readonly foundAtMs: number
  readonly lastFoundAtMs: number
  readonly count: number
  readonly place: string
  readonly sourceKind: CardAlarmSource['kind']
  readonly sourceId: string
  readonly sourceName: string | null
  readonly storeId: number | null
  readonly storeCode: string | null
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly driver: string | null
  readonly till: string | null
  readonly last4: readonly string[]
  readonly state: CardAlarmState
}

export function toListedCardAlarm(record: CardAlarmRecord): ListedCardAlarm {
  const { sourceKind, sourceId, sourceName, storeId, storeCode, storeName, storeNameLang, ...rest } = record
  return {
    ...rest,
    source: { kind: sourceKind, id: sourceId, name: sourceName },
    store: storeId === null ? null : { storeId, code: storeCode ?? '', name: storeName ?? '', nameLang: storeNameLang ?? '' },
  }
}

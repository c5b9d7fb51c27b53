/**
 * A table whose every row of one store follows from that store's events. Not among them, and never remade: the record itself
 * (`event`, `agent_batch`, `hub_event`, `quarantined_batch`), the registry (`store`, `agent`, `lane`, `terminal` and the
 * assignments, whose ids the events carry), `agent_presence` (what the hub saw), `store_rev` (how often, not what).
 */
export interface Projection {
  readonly table: string
  readonly key: readonly string[]
  /** Columns that tell when a row was last written, not what it says. */
  readonly aside: readonly string[]
  /** SQL: which rows `h` belong to store `$1`. */
  readonly ofStore: string
}

export const PROJECTIONS: readonly Projection[] = [
  { table: 'payment', key: ['store_id', 'opened_on', 'id'], aside: ['updated_at'], ofStore: 'h.store_id = $1' },
  {
    table: 'sales_minute',
    key: ['store_id', 'minute', 'recorded_minute', 'currency', 'scheme', 'funding', 'wallet'],
    aside: [],
    ofStore: 'h.store_id = $1',
  },
  {
    table: 'sales_day',
    key: ['store_id', 'business_date', 'currency', 'scheme', 'funding', 'wallet'],
    aside: [],
    ofStore: 'h.store_id = $1',
  },
  {
    table: 'terminal_condition',
    // The event that told it: `since` may be what is wrong.
    key: ['terminal_id', 'agent_id', 'epoch', 'seq'],
    aside: [],
    ofStore: 'h.terminal_id in (select id from public.terminal where store_id = $1)',
  },
  { table: 'terminal_totals', key: ['store_id', 'agent_id', 'epoch', 'seq'], aside: [], ofStore: 'h.store_id = $1' },
  {
    table: 'agent_stream',
    key: ['agent_id', 'epoch'],
    aside: [],
    ofStore: 'h.agent_id in (select id from public.agent where store_id = $1)',
  },
]

import { type Allocation, compareLinks } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../../ingest/columns.ts'
import type { HeldLink } from './read-held.ts'

export interface LinkWork {
  readonly join: 'payment_line' | 'payout_bank'
  readonly held: ReadonlyMap<string, HeldLink>
  readonly now: readonly Allocation[]
}

export interface WrittenLinks {
  readonly added: readonly Allocation[]
  readonly reversed: readonly Allocation[]
}

const PART = 20_000

/** What changes among the links; nothing is written yet. */
export function compareHeld({ held, now }: LinkWork, run: string): WrittenLinks {
  const { added, reversed } = compareLinks(
    [...held.values()].map(({ link }) => link),
    now,
    run,
  )
  return {
    added,
    reversed: reversed.flatMap(({ reverses }) => {
      const one = held.get(reverses)
      return one ? [{ ...one.link, key: one.storedKey }] : []
    }),
  }
}

/** Inserts links and what takes others back: a key that was taken back once has the run behind it. */
export async function writeLinks(
  client: pg.ClientBase,
  join: LinkWork['join'],
  { added, reversed }: WrittenLinks,
  run: number,
): Promise<void> {
  for (let from = 0; from < reversed.length; from += PART) {
    const part = reversed.slice(from, from + PART)
    await client.query(
      `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, run_id, reverses, because, made_by)
       select a.key || ' reversed ' || $2, a.join_kind, a.from_id, a.to_id, -a.amount_minor, a.currency, a.rule, a.rule_version, $2::int8, a.key,
         'rerun', 'hub' from unnest($1::text[]) u join funds_allocation a on a.key = u`,
      [part.map(({ key }) => key), run],
    )
  }
  let written: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < added.length; from += PART) {
    const values = [...columnValues(COLUMNS, added.slice(from, from + PART)), join, run]
    // The server writes one part while the next is made ready.
    await written
    written = insertLinks(client, values, Math.min(PART, added.length - from))
    written.catch(() => {})
  }
  await written
}

const COLUMNS: readonly Column<Allocation>[] = [
  { name: 'key', type: 'text', read: ({ key }) => key },
  { name: 'from_id', type: 'text', read: (one) => one.from },
  { name: 'to_id', type: 'text', read: ({ to }) => to },
  { name: 'amount_minor', type: 'int8', read: ({ amountMinor }) => amountMinor },
  { name: 'currency', type: 'text', read: ({ currency }) => currency },
  { name: 'rule', type: 'text', read: ({ rule }) => rule },
  { name: 'rule_version', type: 'int4', read: ({ ruleVersion }) => ruleVersion },
  { name: 'confidence', type: 'text', read: ({ confidence }) => confidence },
  { name: 'evidence', type: 'jsonb', read: ({ evidence }) => JSON.stringify(evidence) },
]
const ROWS = unnestSql(COLUMNS, 1, 'u')
const [JOIN, RUN] = [`$${ROWS.count + 1}`, `$${ROWS.count + 2}`]
const insertSql = (key: string, rest: string): string =>
  `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, run_id, made_by)
   select ${key}, ${JOIN}, u.from_id, u.to_id, u.amount_minor, u.currency, u.rule, u.rule_version, u.confidence, u.evidence, ${RUN}::int8, 'hub'
   from ${ROWS.sql} ${rest}`
const NEW = insertSql('u.key', 'on conflict (key) do nothing')
const AGAIN = insertSql(
  `u.key || ' again ' || ${RUN}::int8`,
  `join funds_allocation a on a.key = u.key and a.run_id is distinct from ${RUN}::int8`,
)

async function insertLinks(client: pg.ClientBase, values: readonly unknown[], count: number): Promise<void> {
  const { rowCount } = await client.query({ name: 'write-links', text: NEW, values: [...values] })
  if (rowCount !== count) await client.query({ name: 'write-links-again', text: AGAIN, values: [...values] })
}

import { type Allocation, compareLinks } from '@counterfoil/settlement/funds'
import type pg from 'pg'
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
  for (let from = 0; from < added.length; from += PART) {
    const part = added.slice(from, from + PART)
    await client.query({
      name: 'write-links',
      text: `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, run_id, made_by)
       select case when a.key is null then u.key else u.key || ' again ' || $11 end, $10, u.from_id, u.to_id, u.amount_minor, u.currency, u.rule,
         u.rule_version, u.confidence, u.evidence, $11::int8, 'hub'
       from unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::int4[], $8::text[], $9::jsonb[])
         u(key, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence)
       left join funds_allocation a on a.key = u.key`,
      values: [
        part.map(({ key }) => key),
        part.map((one) => one.from),
        part.map(({ to }) => to),
        part.map(({ amountMinor }) => amountMinor),
        part.map(({ currency }) => currency),
        part.map(({ rule }) => rule),
        part.map(({ ruleVersion }) => ruleVersion),
        part.map(({ confidence }) => confidence),
        part.map(({ evidence }) => JSON.stringify(evidence)),
        join,
        run,
      ],
    })
  }
}

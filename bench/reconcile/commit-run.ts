import { createHash } from 'node:crypto'
import { formatDecimal } from '@counterfoil/settlement'
import {
  type Allocation,
  allocateLines,
  allocatePayouts,
  civilDay,
  type Reconciliation,
  severityOf,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { copyIn } from './copy-rows.ts'

export const RUN_COPIES = {
  funds_allocation:
    'copy funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, run_id, made_by) from stdin',
  funds_exception:
    'copy funds_exception (key, code, acquirer, bank_account_id, day, payments, lines, payouts, bank_lines, amount_minor, currency, severity, state, silenced_by, opened_at, opened_by_run) from stdin',
  funds_identity: 'copy funds_identity (name, about, run_id, terms, residue, holds) from stdin',
} as const

export interface CommittedRun {
  readonly allocations: number
}

/** Writes what a run found, all of it or nothing. */
export async function commitRun(
  client: pg.ClientBase,
  found: Reconciliation,
  accounts: ReadonlyMap<string, number>,
  asOf: number,
): Promise<CommittedRun> {
  await client.query('begin')
  const { rows } = await client.query<{ id: string }>(
    `insert into funds_run (began_at, ended_at, as_of, files, counts, result) values (now(), now(), $1, '{}', $2, $3) returning id`,
    [civilDay(asOf), { pairs: found.lineMatching.pairs.length }, createHash('sha256').update(String(asOf)).digest()],
  )
  const run = Number(rows[0]?.id)
  let allocations = 0
  const copy = await copyIn(client, RUN_COPIES.funds_allocation)
  const write = async (kind: string, each: Iterable<Allocation>): Promise<void> => {
    for (const one of each) {
      copy.row([
        ...[one.key, kind, one.from, one.to, one.amountMinor, one.currency, one.rule, one.ruleVersion, one.confidence],
        ...[JSON.stringify(one.evidence), run, 'bench'],
      ])
      if (++allocations % 20_000 === 0) await copy.drained()
    }
  }
  await write('payment_line', allocateLines(found.lineMatching, String(run)))
  await write('payout_bank', allocatePayouts(found.payoutMatching.links, String(run)))
  await copy.end()
  await writeExceptions(client, found, accounts, { run, asOf })
  await writeIdentities(client, found, run)
  await client.query('commit')
  return { allocations }
}

const array = (ids: readonly string[]): string => `{${ids.map((id) => JSON.stringify(id)).join(',')}}`

async function writeExceptions(
  client: pg.ClientBase,
  { exceptions: { heard, silenced } }: Reconciliation,
  accounts: ReadonlyMap<string, number>,
  { run, asOf }: { readonly run: number; readonly asOf: number },
): Promise<void> {
  const copy = await copyIn(client, RUN_COPIES.funds_exception)
  const now = new Date(asOf * 86_400_000).toISOString()
  for (const { exception, by } of [...heard.map((one) => ({ exception: one, by: null })), ...silenced]) {
    const { key, code, scope, payments, lines, bankLines, amountMinor, currency } = exception
    const account = scope.account === null ? null : (accounts.get(scope.account) ?? null)
    copy.row([
      // Payouts are numbered in the database and named by what they are in the run: their names stand in the key.
      ...[key, code, scope.acquirer, account, civilDay(scope.day), array(payments), array(lines), '{}', array(bankLines)],
      ...[amountMinor, currency, severityOf(exception, asOf - scope.day), by === null ? 'open' : 'silenced', by, now, run],
    ])
  }
  await copy.end()
}

async function writeIdentities(client: pg.ClientBase, { identities }: Reconciliation, run: number): Promise<void> {
  const copy = await copyIn(client, RUN_COPIES.funds_identity)
  const terms = (side: Reconciliation['identities'][number]['left']) =>
    side.map(({ term, amount }) => [term, formatDecimal(amount)])
  for (const { name, about, left, right, residue, holds } of identities)
    copy.row([name, about, run, JSON.stringify({ left: terms(left), right: terms(right) }), formatDecimal(residue), holds])
  await copy.end()
}

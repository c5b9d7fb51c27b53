import {
  type CalendarTable,
  type Contract,
  deriveFundsStatus,
  type Expecter,
  missingContractKey,
  openExpecter,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { shareAgreements } from '../agreements/agreements-lock.ts'
import { readContracts } from '../agreements/read-contracts.ts'
import { readCalendars, type StoredCalendar } from '../calendars/read-calendars.ts'
import { settlementTools } from '../settlement-tools.ts'
import { type FilledExpectation, fillExpectations } from './fill-expectations.ts'
import { openRouteFinder, type RouteFinder } from './find-route.ts'
import { readRoutes } from './read-routes.ts'
import { readWaiting, type WaitingPayment } from './read-waiting.ts'

interface Agreements {
  readonly findRoute: RouteFinder
  readonly expect: Expecter
  readonly calendarsOf: (contract: string, version: number) => Readonly<Record<string, number>>
}

/**
 * Says of some payments that wait when their money is due and how much. A missing route, contract or calendar is written down,
 * never thrown: the payment stands. Returns how many were looked at; as many as asked for means that more may wait.
 */
export async function expectPayments(ctx: Pick<ServiceContext, 'pool' | 'now'>, { most }: { most: number }): Promise<number> {
  const today = ctx.now().toISOString().slice(0, 10)
  return inTransaction(ctx, async (client) => {
    await shareAgreements(client)
    const waiting = await readWaiting(client, most)
    if (waiting.length === 0) return 0
    const agreements = await readAgreements(client)
    const filled = waiting.map((payment) => expectOne(payment, agreements, today))
    await fillExpectations(client, filled)
    if (waiting.some(({ untold }) => untold) || (await isNewTrouble(client, filled, waiting)))
      await client.query(`select pg_notify('counterfoil_changes', $1)`, [
        JSON.stringify({ entity: 'funds_file', id: 'agreement' }),
      ])
    return waiting.length
  })
}

/** The next run says of each missing agreement once that it is missing: a chain that sells on without one needs no run for each sale. */
async function isNewTrouble(
  client: pg.ClientBase,
  filled: readonly FilledExpectation[],
  waiting: readonly WaitingPayment[],
): Promise<boolean> {
  const keys = filled.flatMap((one, at) => {
    if (one.told || !one.open) return []
    const { acquirer = null, merchantAccount = null } = one
    return [missingContractKey({ kind: one.why.kind, acquirer, merchantAccount, currency: waiting[at]?.currency ?? '' })]
  })
  if (keys.length === 0) return false
  const { rows } = await client.query<{ fresh: boolean }>(
    `select exists (select from unnest($1::text[]) u(key) where not exists (select from funds_exception e where e.key = u.key and e.state <> 'closed')) as fresh`,
    [[...new Set(keys)]],
  )
  return rows[0]?.fresh === true
}

async function readAgreements(client: pg.ClientBase): Promise<Agreements> {
  const contracts = await readContracts(client)
  const calendars = await readCalendars(client)
  const routes = await readRoutes(client)
  const tables: CalendarTable[] = calendars.map(({ table }) => table)
  return {
    findRoute: openRouteFinder(routes),
    expect: openExpecter(contracts, tables),
    calendarsOf: openCalendarNames(contracts, calendars),
  }
}

function openCalendarNames(contracts: readonly Contract[], calendars: readonly StoredCalendar[]): Agreements['calendarsOf'] {
  const versions = new Map(calendars.map(({ name, version }) => [name, version]))
  const known = new Map(
    contracts.map(({ id, version, settlementCalendars, bank }) => {
      const names = [...new Set([...settlementCalendars, ...bank.calendars])].sort()
      return [`${id} ${version}`, Object.fromEntries(names.map((name) => [name, versions.get(name) ?? 0]))]
    }),
  )
  return (contract, version) => known.get(`${contract} ${version}`) ?? {}
}

function expectOne(payment: WaitingPayment, agreements: Agreements, today: string): FilledExpectation {
  const { storeId, openedOn, id, kind, currency, amountMinor, happenedAtMs, scheme, funding, wallet, merchantNumber } = payment
  const key = { storeId, openedOn, id }
  const route = agreements.findRoute({ ...payment, scheme, wallet, merchantNumber })
  if (route === null) return { ...key, ...statusOf(payment, null, today), told: false, why: { kind: 'no_route', currency } }
  const { acquirer, merchantAccount } = route
  const exponent = settlementTools.minorUnitExponent(currency)
  if (exponent === undefined)
    return {
      ...key,
      ...statusOf(payment, null, today),
      told: false,
      why: { kind: 'no_currency', currency },
      acquirer,
      merchantAccount,
    }
  const expected = agreements.expect({
    ...{ kind, acquirer, merchantAccount, currency, exponent, amountMinor, happenedAtMs },
    scheme: scheme ?? undefined,
    funding: funding ?? undefined,
    wallet: wallet ?? undefined,
  })
  if (!expected.ok)
    return { ...key, ...statusOf(payment, null, today), told: false, why: expected.reason, acquirer, merchantAccount }
  return {
    ...key,
    ...statusOf(payment, expected, today),
    ...{ told: true, acquirer, merchantAccount, expected },
    calendars: agreements.calendarsOf(expected.contract, expected.contractVersion),
  }
}

type Due = { readonly lateAfter: string; readonly missingAfter: string; readonly fileDue: string } | null

/** What the store alone can tell; a run takes over where an acquirer or a bank has said something. */
function statusOf({ outcome, reversed, refundedMinor, amountMinor, settled }: WaitingPayment, due: Due, today: string) {
  const taken = outcome === 'approved' || outcome === 'unknown'
  const status = deriveFundsStatus(
    {
      outcome: outcome === 'open' ? 'unknown' : reversed ? 'voided' : outcome,
      captured: false,
      settled: false,
      totalOnly: false,
      inPayout: false,
      tentative: false,
      arrivedOn: null,
      refundedMinor,
      amountMinor,
      chargeback: 'none',
      reserved: false,
      writtenOff: false,
      due,
      fileMissing: false,
      differenceMinor: 0,
      toleranceMinor: 0,
      duplicate: false,
      currencyDiffers: false,
      feeDeviates: false,
      needsPerson: false,
    },
    today,
  )
  return { status: settled ? null : status, open: settled || (taken && !reversed) }
}

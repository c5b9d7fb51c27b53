import { civilDay } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import type { Troubles } from './compare-troubles.ts'
import type { RunInput } from './decide.ts'
import { type IdentityRow, toIdentityRow } from './identity-rows.ts'
import type { JudgedPayment } from './judge-payments.ts'
import { openPayoutTerms } from './payout-terms.ts'
import { successorsOf } from './raise-ties.ts'
import { checkBankLines, checkStatements } from './sums-of-banks.ts'
import { checkDays } from './sums-of-days.ts'
import { checkAccounts } from './sums-of-payouts.ts'

export interface Moved {
  readonly judged: readonly JudgedPayment[]
  readonly payouts: readonly number[]
  readonly troubles: Troubles
  readonly files: readonly number[]
  readonly today: string
}

/** What has to come out the same, counted again from the rows as they stand now: of days and accounts that the run has moved. */
export async function checkSums(client: pg.ClientBase, input: RunInput, moved: Moved): Promise<IdentityRow[]> {
  const { payouts, contracts, calendars, lineHand } = input
  const since = civilDay(input.since)
  const termsOf = openPayoutTerms(payouts, contracts, calendars)
  const byId = new Map(payouts.map((payout) => [payout.id, payout]))
  const days = await checkDays(client, touchedDays(moved.judged), {
    today: moved.today,
    byHand: lineHand.pairs.map(({ from }) => from),
  })
  const accounts = await checkAccounts(client, touchedPayouts(input, moved), {
    successors: successorsOf(payouts),
    amountMinor: (id) => byId.get(id)?.match.amountMinor ?? 0,
    toleranceMinor: (id) => termsOf(String(id)).toleranceMinor,
  })
  const banks = await checkBankLines(client, since, (id) => termsOf(id).toleranceMinor)
  const statements = await checkStatements(client, since)
  return [...days, ...accounts, ...banks, ...statements].map(toIdentityRow)
}

function touchedDays(judged: readonly JudgedPayment[]) {
  const keys = [...new Set(judged.map(({ storeId, openedOn }) => `${storeId} ${openedOn}`))].map((key) => key.split(' '))
  return { storeIds: keys.map(([storeId]) => Number(storeId)), days: keys.map(([, day]) => day ?? '') }
}

function touchedPayouts({ payouts }: RunInput, { payouts: linked, troubles, files }: Moved): number[] {
  const { opened, reopened, changed, closed } = troubles
  const fresh = new Set(files)
  const told = [...opened, ...reopened, ...changed].flatMap(({ raised }) => raised.payouts)
  // The key of a trouble about payouts names them.
  const ended = closed.flatMap((key) => key.split(' ').filter((word) => /^\d+$/.test(word)))
  const mine = new Set([...linked, ...told.map(Number), ...ended.map(Number)])
  return payouts.filter(({ id, fileId }) => mine.has(id) || fresh.has(fileId)).map(({ id }) => id)
}

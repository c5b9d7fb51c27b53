import type { RaisedException } from '@counterfoil/settlement/funds'
import { civilDay, dayNumber } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { readContracts } from '../agreements/read-contracts.ts'
import { readCalendars } from '../calendars/read-calendars.ts'
import { readRoutes } from '../expectation/read-routes.ts'
import { carryPayouts } from './carry-payouts.ts'
import { checkSums } from './check-sums.ts'
import { compareTroubles, type HeldException, isLive, type Troubles } from './compare-troubles.ts'
import { type Decision, decide, type RunInput } from './decide.ts'
import { dropEndedSums } from './drop-ended-sums.ts'
import { readExceptions, readGoneRows, readSettledGaps, writeExceptions } from './exception-rows.ts'
import { readHorizon } from './horizon.ts'
import { checkIdentities, findChangedIdentities, writeIdentities } from './identity-rows.ts'
import { judgePayments } from './judge-payments.ts'
import { findOpen, writeOpen } from './open-flags.ts'
import { placeLines } from './place-lines.ts'
import { readArrivals } from './read-arrivals.ts'
import { readCompleteness } from './read-completeness.ts'
import { readCopies } from './read-copies.ts'
import { readEndedLinks } from './read-ended-links.ts'
import { readHandRests } from './read-hand-rests.ts'
import {
  type HeldLink,
  readByHand,
  readDeadLinks,
  readDeadPayoutLinks,
  readLineLinks,
  readPaymentsOfLines,
  readPayoutLinks,
} from './read-held.ts'
import { readLines } from './read-lines.ts'
import { joinNoticesTo } from './read-notices.ts'
import { readPayments } from './read-payments.ts'
import { type RunPayout, readBankLines, readPayouts } from './read-payouts.ts'
import { readHeldPayouts, readReserves } from './read-reserves.ts'
import { readSettled } from './read-settled.ts'
import { readUntaken } from './read-untaken.ts'
import { readUntold } from './read-untold.ts'
import { readWrittenOff, type WrittenOff } from './read-written-off.ts'
import { exceptionText, linkText, StandingHash } from './standing-hash.ts'
import { findMoved, writeCarried } from './write-carried.ts'
import { compareHeld, type WrittenLinks, writeLinks } from './write-links.ts'
import { writePayments } from './write-payments.ts'

export interface RunReport {
  /** null when nothing has changed: nothing is written then. */
  readonly run: number | null
  readonly result: string
  readonly counts: Readonly<Record<string, number>>
}

/** One of all the hubs of a database. */
const LOCK = [7_236_839, 40] as const

/** A cursor's rows are all wanted, sets are joined in memory, and nothing is worth compiling. */
const PLANNING = `select set_config('cursor_tuple_fraction', '1', true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`

/**
 * One pass of the matching over what is new and open, in one transaction: whoever is killed leaves things as they were. Returns
 * null while another pass is under way: it was begun before the news, so ask again.
 */
export async function runMatching(ctx: Pick<ServiceContext, 'pool' | 'now'>): Promise<RunReport | null> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1, $2) as mine', [...LOCK])
    if (rows[0]?.mine !== true) return null
    await client.query(PLANNING)
    const beganAt = ctx.now()
    const before = await readBefore(client)
    const { input, moved, dead, writtenOff } = await readInput(client, beganAt.toISOString().slice(0, 10), before.files)
    const run = before.nextRun
    const decision = decide(input, String(run))
    return write(client, { input, moved, decision, before, run, beganAt, endedAt: ctx.now, dead, writtenOff })
  })
}

interface Before {
  readonly nextRun: number
  readonly result: Buffer | null
  readonly files: readonly number[]
  /** Whether a person has linked something or taken a link apart since. */
  readonly byHand: boolean
  /** Payouts of which a person has done so, since an hour before: what was written while a run began is not missed. */
  readonly handPayouts: readonly number[]
}

async function readBefore(client: pg.ClientBase): Promise<Before> {
  const { rows } = await client.query<Before>(
    `select (coalesce(max(id), 0) + 1)::float8 as "nextRun",
       exists (select from funds_allocation where run_id is null and made_at >= (select max(began_at) from funds_run)) as "byHand",
       array(select distinct a.from_id::float8 from funds_allocation a where a.run_id is null and a.join_kind = 'payout_bank'
         and a.made_at >= coalesce((select max(began_at) from funds_run), '-infinity') - interval '1 hour') as "handPayouts",
       (select result from funds_run order by id desc limit 1) as result,
       array(select f.id::float8 from funds_file f where f.state = 'imported'
         and f.imported_at >= coalesce((select max(began_at) from funds_run), '-infinity') - interval '1 day'
         and not exists (select from funds_run r where f.id = any (r.files) and r.began_at >= f.imported_at - interval '1 day') order by id) as files from funds_run`,
  )
  const [row] = rows
  if (row === undefined) throw new RangeError('no row')
  return row
}

async function readInput(client: pg.ClientBase, today: string, files: readonly number[]) {
  const since = await readHorizon(client, today, files)
  const contracts = await readContracts(client)
  const calendars = (await readCalendars(client)).map(({ table }) => table)
  const found = await readLines(client)
  const writtenOff = await readWrittenOff(client)
  const payments = await readPayments(client, { today, lines: found, again: writtenOff.again.payments })
  const lines = placeLines(found, payments)
  const untaken = await readUntaken(client, await readRoutes(client), found)
  const deadPayouts = await readDeadPayoutLinks(client)
  const payouts = await readPayouts(
    client,
    since,
    [...deadPayouts.values()].map(({ link }) => Number(link.from)),
  )
  const completeness = await readCompleteness(client, { since, today, calendars })
  const bankLines = await joinNoticesTo(client, await readBankLines(client, since, completeness.repeatedIds), since)
  const untold = await readUntold(client)
  const reserves = await readReserves(client)
  const copies = await readCopies(client, today)
  const lineHand = await readByHand(client, 'payment_line')
  const payoutHand = await readByHand(client, 'payout_bank')
  const dead = { lines: await readDeadLinks(client), payouts: deadPayouts }
  const settledGaps = await readSettledGaps(client)
  const handRests = await readHandRests(client, contracts)
  const endedLinks = await readEndedLinks(client)
  const asOf = dayNumber(today)
  const input: RunInput = {
    ...{
      payments,
      untaken,
      lines,
      payouts,
      bankLines,
      completeness,
      untold,
      reserves,
      copies,
      handRests,
      endedLinks,
      settledGaps,
      contracts,
      calendars,
    },
    lineHand,
    payoutHand,
    asOf,
    since: dayNumber(since),
  }
  const carried = carryPayouts(input)
  return { input: { ...input, payouts: carried }, moved: findMoved(payouts, carried), dead, writtenOff }
}

interface Work {
  readonly input: RunInput
  /** Payouts with which something else comes than before. */
  readonly moved: readonly RunPayout[]
  readonly decision: Decision
  readonly before: Before
  readonly run: number
  readonly beganAt: Date
  readonly endedAt: () => Date
  /** Links that nothing can bring back. */
  readonly dead: Readonly<Record<'lines' | 'payouts', ReadonlyMap<string, HeldLink>>>
  readonly writtenOff: WrittenOff
}

async function write(client: pg.ClientBase, work: Work): Promise<RunReport> {
  const { input, moved, decision, before, run, beganAt, dead, writtenOff } = work
  const today = civilDay(input.asOf)
  const heldLines = new Map([...(await readLineLinks(client)), ...dead.lines])
  const whole = input.payouts.filter(isWholeIn(input, decision)).map(({ match }) => match.id)
  const heldPayouts = new Map([...(await readPayoutLinks(client, whole)), ...dead.payouts])
  const lineLinks = compareHeld({ join: 'payment_line', held: heldLines, now: decision.lineLinks }, String(run))
  const payoutLinks = compareHeld({ join: 'payout_bank', held: heldPayouts, now: decision.payoutLinks }, String(run))
  const held = await readExceptions(
    client,
    [...decision.exceptions.heard, ...decision.exceptions.silenced.map(({ exception }) => exception)].map(({ key }) => key),
  )
  const evidence =
    before.files.length > 0 ||
    before.byHand ||
    [lineLinks, payoutLinks].some(({ added, reversed }) => added.length + reversed.length > 0)
  // Whether one of them is seen is asked only of what is held.
  const rows = held.size === 0 ? new Set<string>() : rowsOf(input, isWholeIn(input, decision))
  for (const id of await readGoneRows(client, held.values(), input.completeness.repeatedIds)) rows.add(id)
  const troubles = compareTroubles(held, decision.exceptions, {
    ...{ rows, evidence, asOf: input.asOf, since: input.since },
    linked: handRows(input),
  })
  const { held: heldBack, moved: newlyHeld } = readHeldPayouts(input.reserves, before.files)
  const touched = new Set([
    ...before.handPayouts,
    ...[...payoutLinks.added, ...payoutLinks.reversed].map(({ from }) => Number(from)),
  ])
  // What happens to a payout happens to what came with it.
  const brought = input.payouts.filter(({ carriedInto }) => touched.has(carriedInto ?? 0))
  const linked = [...touched, ...[...moved, ...brought].map(({ id }) => id)]
  const settled = await readSettled(client, [...linked, ...newlyHeld, ...writtenOff.payouts, ...writtenOff.again.payouts])
  const { payments, lines, payouts, contracts, lineHand, payoutHand } = input
  const troubled = readTroubled(decision, held, troubles)
  // The line of a payment that has been settled before is not among those of this run.
  for (const [line, payment] of await readPaymentsOfLines(client, [...troubled.keys()].filter(isLineId)))
    for (const code of troubled.get(line) ?? []) troubled.set(payment, (troubled.get(payment) ?? new Set()).add(code))
  const seen = new Set(payouts.map(({ id }) => id))
  const named = [...lines.map(({ payoutId }) => payoutId), ...settled.map(({ held: { payoutId } }) => payoutId)]
  const earlier = await readArrivals(client, [...new Set(named.flatMap((id) => (id === null || seen.has(id) ? [] : [id])))])
  const judged = judgePayments({
    ...{ decision, payments, settled, lines, payouts, contracts, lineHand, payoutHand, today, heldBack, writtenOff },
    earlier,
    troubled,
    unlinked: new Set(lineLinks.reversed.map(({ from }) => from)),
  })
  const flags = findOpen(input, decision)
  await writeLinks(client, 'payment_line', lineLinks, run)
  await writeLinks(client, 'payout_bank', payoutLinks, run)
  await writeExceptions(client, troubles, await readPlaces(client, payments, troubles), { run, at: beganAt })
  await writeCarried(client, moved)
  await writeOpen(client, flags)
  await writePayments(client, judged, run)
  const sums = await checkSums(client, input, { judged, payouts: linked, troubles, files: before.files, today })
  const checked = [...checkIdentities(input), ...sums]
  const identities = await findChangedIdentities(client, checked)
  await writeIdentities(client, identities, run)
  const ended = await dropEndedSums(client, input.completeness, new Set(checked.map(({ about }) => about)))
  const counts = {
    linked: lineLinks.added.length + payoutLinks.added.length,
    unlinked: lineLinks.reversed.length + payoutLinks.reversed.length,
    opened: troubles.opened.length + troubles.reopened.length,
    changed: troubles.changed.length,
    closed: troubles.closed.length,
    moved: judged.length,
    carried: moved.length,
    identities: identities.length + ended,
    flags: flags.lines.length + flags.bankLines.length + flags.payouts.length,
  }
  const result = addUp(before.result, [lineLinks, payoutLinks], troubles)
  const report = { result: result.toString('hex'), counts }
  if (Object.values(counts).every((count) => count === 0)) return { ...report, run: null }
  // Last, for what it counts; rows above name it already.
  await client.query(
    'insert into funds_run (id, began_at, ended_at, as_of, files, counts, result) values ($1, $2, $3, $4, $5, $6, $7)',
    [run, beganAt, work.endedAt(), today, before.files, JSON.stringify(counts), result],
  )
  await client.query(`select pg_notify('counterfoil_changes', $1)`, [JSON.stringify({ entity: 'funds', id: String(run) })])
  return { ...report, run }
}

/** `file:position`; a payment's id has no colon. */
const isLineId = (id: string): boolean => id.includes(':')

/** Whether all that a payout could be linked to is here, or it has been linked, by a run or by hand. */
function isWholeIn({ since, payoutHand }: RunInput, { payoutLinks }: Decision): (payout: RunPayout) => boolean {
  const linked = new Set([...payoutHand.from, ...payoutLinks.map(({ from }) => from)])
  return ({ match }) => match.dueDay >= since || linked.has(match.id)
}

const handRows = ({ lineHand, payoutHand }: RunInput): Set<string> =>
  new Set([
    ...lineHand.pairs.flatMap(({ from, to }) => [from, to]),
    ...payoutHand.pairs.flatMap(({ from, to }) => [`payout ${from}`, `bank ${to}`]),
  ])

function rowsOf(
  { payments, lines, payouts, bankLines, reserves }: RunInput,
  isWhole: (payout: RunPayout) => boolean,
): Set<string> {
  return new Set([
    ...payments.map(({ match }) => match.id),
    ...lines.map(({ id }) => id),
    ...payouts.filter(isWhole).map(({ id }) => `payout ${id}`),
    ...bankLines.map(({ id }) => `bank ${id}`),
    ...reserves.map(({ hold }) => hold.id),
  ])
}

function addUp(before: Buffer | null, links: readonly WrittenLinks[], { opened, reopened, closed }: Troubles): Buffer {
  const hash = new StandingHash(before)
  for (const { added, reversed } of links) {
    for (const link of reversed) hash.remove(linkText(link))
    for (const link of added) hash.add(linkText(link))
  }
  for (const { raised } of [...opened, ...reopened]) hash.add(exceptionText(raised.key))
  for (const key of closed) hash.remove(exceptionText(key))
  return hash.read()
}

/** Payments and lines of what stands after this run, with the codes. */
function readTroubled(
  { exceptions }: Decision,
  held: ReadonlyMap<string, HeldException>,
  { closed }: Troubles,
): Map<string, Set<string>> {
  const troubled = new Map<string, Set<string>>()
  const note = ({ code, payments, lines }: Pick<RaisedException, 'payments' | 'lines'> & { code: string }): void => {
    for (const id of [...payments, ...lines]) troubled.set(id, (troubled.get(id) ?? new Set()).add(code))
  }
  const gone = new Set(closed)
  for (const one of held.values()) if (isLive(one) && !gone.has(one.key)) note(one)
  for (const one of exceptions.heard) if (held.get(one.key)?.state !== 'resolved') note(one)
  for (const { exception } of exceptions.silenced) note({ ...exception, code: 'silenced' })
  return troubled
}

async function readPlaces(client: pg.ClientBase, payments: RunInput['payments'], { opened }: Troubles) {
  const { rows } = await client.query<{ id: number; number: string }>('select id, number from bank_account')
  const accounts = new Map(rows.map(({ id, number }) => [number, id]))
  const wanted = new Set(opened.flatMap(({ raised }) => raised.payments.slice(0, 1)))
  const stores = new Map<string, number>()
  for (const { match, storeId } of payments) if (wanted.has(match.id)) stores.set(match.id, storeId)
  return {
    storeOf: (paymentId: string) => stores.get(paymentId) ?? null,
    accountOf: (number: string | null) => accounts.get(number ?? '') ?? null,
  }
}

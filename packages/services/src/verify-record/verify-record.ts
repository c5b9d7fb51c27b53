import {
  type BundleReport,
  type BundleVerdict,
  EXIT_CODES,
  type Finding,
  type Remark,
  type VerifyOptions,
  verdictOf,
  verifyBundle,
} from '@counterfoil/audit'
import type pg from 'pg'
import { findLogIdentity } from '../audit/index.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { ArchiveFolder } from '../audit-archives/index.ts'
import { ServiceError } from '../errors.ts'
import { type AwayEvents, EventsToldAway, lookIntoAwayEvents, tellAwayEvents } from './away-events.ts'
import { checkColumns, checkStrays } from './check-columns.ts'
import { checkFigures } from './check-figures.ts'
import { type CheckedJournal, checkJournal, type JournalStore } from './check-journal.ts'
import { type ComparedHeads, compareHeads, type Unread } from './compare-heads.ts'
import { logInDatabase } from './log-in-database.ts'
import { LoggedHeads } from './logged-heads.ts'
import { findMissingBodies, tellUnexplained, without } from './missing-bodies.ts'
import { type AwayMonth, openMonths, tellUnread } from './open-months.ts'
import { type RecordFinding, RecordFindings } from './record-findings.ts'
import { ToldArchives } from './told-archives.ts'

export type RecordStep = 'log' | 'journal' | 'figures'

export interface VerifyRecordOptions {
  /** A pool of one's own, with the verifier's rights or more. */
  readonly pool: pg.Pool
  readonly trust?: NonNullable<VerifyOptions['trust']>
  /** Signed checkpoints that were kept outside of the hub. */
  readonly checkpoints?: readonly string[]
  /** Where the files of months lie whose entries are not in the database any more. */
  readonly archives?: ArchiveFolder | undefined
  readonly onProgress?: (step: RecordStep, done: number, total: number | null) => void
  readonly stop?: AbortSignal
}

export interface RecordReport {
  readonly verdict: BundleVerdict
  readonly exitCode: number
  /** What the log of the database is by itself: the same as of a bundle of it all. */
  readonly log: BundleReport
  readonly stores: number
  readonly events: number
  readonly batches: number
  /** Batches whose heads stand in the log under the checkpoint. */
  readonly loggedBatches: number
  readonly rowsThatDiffer: number
  /** Months whose entries lie in files alone, and whether those were read. */
  readonly archives: readonly AwayMonth[]
  /** Months whose events lie in files alone, and whether those were read. */
  readonly awayEvents: readonly AwayEvents[]
  readonly findings: readonly (Finding | RecordFinding)[]
  readonly remarks: readonly Remark[]
}

/**
 * The whole record as the database holds it, from the signed log down to the figures: the log against its checkpoints, the
 * agents' batches against the log, every event against its batch, every row that is shown against the events. Reads only, beside
 * running hubs. Throws `unavailable` while nothing is signed.
 */
export async function verifyRecord(options: VerifyRecordOptions): Promise<RecordReport> {
  const { pool, onProgress = () => {}, stop } = options
  const identity = await findLogIdentity({ pool })
  if (identity?.logKey == null) throw new ServiceError('unavailable', 'There is no log yet: start the hub, which keeps it.')
  const findings = new RecordFindings()
  const client = await pool.connect()
  let archives: readonly AwayMonth[]
  let awayEvents: readonly AwayEvents[]
  let log: BundleReport
  let heads: ComparedHeads
  let journal: CheckedJournal & { readonly stores: number }
  try {
    const range = await wholeLog(client)
    const [logged, told, toldAway] = [await LoggedHeads.open(client), new ToldArchives(), new EventsToldAway()]
    const { months, sources, close } = await openMonths(client, options.archives, findings)
    archives = months
    const missing = await findMissingBodies(client, range)
    const unexplained = without(missing, months)
    tellUnexplained(unexplained, findings)
    try {
      log = await verifyBundle(
        await logInDatabase(client, identity, { range, opened: sources, away: without(missing, sources) }),
        {
          trust: options.trust ?? {},
          checkpoints: options.checkpoints,
          onProgress: (done, total) => onProgress('log', done, total),
          onEntries: async (lines) => {
            for (const { index, entry } of lines) {
              if (entry?.action === 'agents.heads') await logged.take(index, entry)
              if (entry === undefined) continue
              told.take(entry)
              toldAway.take(entry)
            }
            await checkColumns(client, lines, findings)
          },
          stop,
        },
      )
    } finally {
      await close()
    }
    const unread: Unread[] = [
      ...months.filter(({ looked }) => looked !== 'read').map(({ from, to, madeAt }) => ({ from, to, until: madeAt })),
      ...unexplained.map(({ from, to }) => ({ from, to, until: 'infinity' as const })),
    ]
    heads = await atOneInstant(client, async () => {
      await logged.takeUncovered(range.to, told, toldAway)
      return compareHeads(client, logged, unread, findings)
    })
    told.judge(months, findings)
    awayEvents = await lookIntoAwayEvents(client, { folder: options.archives, origin: identity.origin }, findings)
    toldAway.judge(awayEvents, unread.length > 0, findings)
    await checkStrays(client, findings)
    journal = await checkStores(client, findings, options)
  } finally {
    // Its temporary tables go with it.
    client.release(true)
  }
  const { differing, notCounted } =
    awayEvents.length > 0
      ? { differing: 0, notCounted: 0 }
      : await checkFigures(
          { pool, ...(stop && { stop }), onProgress: ({ events }) => onProgress('figures', events, journal.events) },
          findings,
        )
  const all = [...log.findings, ...findings.all()]
  const verdict = verdictOf(all)
  return {
    verdict,
    exitCode: EXIT_CODES[verdict],
    log,
    stores: journal.stores,
    events: journal.events,
    batches: journal.batches,
    loggedBatches: heads.covered,
    rowsThatDiffer: differing,
    archives,
    awayEvents,
    findings: all,
    remarks: [
      ...log.remarks.map(ofDatabase),
      ...remarksOnArchives(archives),
      ...tellAwayEvents(awayEvents),
      ...heads.remarks,
      ...remarksOn(journal, notCounted),
    ],
  }
}

/** Up to the last checkpoint. */
async function wholeLog(client: pg.ClientBase): Promise<LogRange> {
  const { rows } = await client.query<{ to: number | null }>('select max(size)::float8 as "to" from audit_checkpoint')
  const to = rows[0]?.to ?? null
  if (to === null) throw new ServiceError('unavailable', 'There is no checkpoint yet: start the hub, which makes them.')
  return { from: 0, to }
}

async function checkStores(
  client: pg.ClientBase,
  findings: RecordFindings,
  { onProgress = () => {}, stop }: VerifyRecordOptions,
): Promise<CheckedJournal & { readonly stores: number }> {
  const { rows: stores } = await client.query<JournalStore>('select id, code from store order by id')
  let [events, batches, cutEvents] = [0, 0, 0]
  for (const store of stores) {
    const before = events
    const done = await atOneInstant(client, () =>
      checkJournal(client, store, findings, (count) => {
        stop?.throwIfAborted()
        events += count
        onProgress('journal', events, null)
      }),
    )
    events = before + done.events
    batches += done.batches
    cutEvents += done.cutEvents
  }
  const { rows } = await client.query<{ strays: number }>(
    'select count(*)::float8 as strays from event e where not exists (select from store s where s.id = e.store_id)',
  )
  const strays = rows[0]?.strays ?? 0
  if (strays > 0) findings.add({ kind: 'changed', text: `${strays} events belong to stores that are not there.` })
  return { stores: stores.length, events, batches, cutEvents }
}

async function atOneInstant<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin isolation level repeatable read')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

function remarksOnArchives(archives: readonly AwayMonth[]): Remark[] {
  const text = tellUnread(archives)
  return text === undefined ? [] : [{ kind: 'not_included', text }]
}

function remarksOn({ cutEvents }: CheckedJournal, notCounted: number): Remark[] {
  const cut = `${cutEvents} events had a card number cut out: their exact bytes lie sealed and were not read, the chain around them was.`
  const left = `${notCounted} events are marked as not understood, or as of a copied agent, and stand in no figure: whoever can write to the database can mark more of them.`
  return [...(cutEvents > 0 ? [cut] : []), ...(notCounted > 0 ? [left] : [])].map((text) => ({ kind: 'not_included', text }))
}

/** There is no bundle here that could have brought its own keys. */
function ofDatabase(remark: Remark): Remark {
  return remark.kind === 'keys' ? { ...remark, text: remark.text.replace('the bundle itself', 'the database itself') } : remark
}

import { type BundleSource, EXIT_CODES, MalformedBundle, readText, type VerifyOptions, verdictOf } from '@counterfoil/audit'
import {
  type BundleManifest,
  LOG_ENTRY,
  LOG_KEY,
  LOG_PROOF,
  leavesOf,
  linesOf,
  MANIFEST,
  parseManifest,
  rawOf,
  SECTIONS,
} from '../format.ts'
import { checkExceptions } from './check-exceptions.ts'
import { checkExpectations } from './check-expectations.ts'
import { checkFiles } from './check-files.ts'
import { checkIdentities } from './check-identities.ts'
import { checkLinks } from './check-links.ts'
import { checkLog } from './check-log.ts'
import { checkParts } from './check-parts.ts'
import { CollectedRows } from './collected-rows.ts'
import { DOES_NOT_TIE, Findings, type FundsReport } from './findings.ts'
import { hashSections } from './hash-sections.ts'
import { loadRecords, type Records } from './load-records.ts'
import { type MatchedAgain, matchAgain, readSides, type Sides } from './match-again.ts'
import { findLate } from './recompute.ts'
import type { AllocationRecord } from './shapes.ts'
import { findStanding } from './standing-links.ts'

const MOST_MANIFEST_BYTES = 16 << 20

/** Hashes do not pack at all, tables of money ten to one, statements fifty to one: what unfolds beyond this was made to. */
const MOST_UNFOLDED = 200
const ANY_BUNDLE_BYTES = 64 << 20

export interface FundsVerifyOptions extends Pick<VerifyOptions, 'trust' | 'onProgress' | 'stop'> {
  /** Of the ZIP as it came. */
  readonly packedBytes?: number | undefined
}

/** Whether this is a proof bundle of money. */
export const isFundsBundle = (source: BundleSource): boolean => source.files.has(MANIFEST)

/**
 * Judges a bundle by nothing but itself, the log's key and this program: every record against its hash and the signed root, every
 * file read again, links, expectations and sums made again. Throws a MalformedBundle for what is none.
 */
export async function verifyFundsBundle(source: BundleSource, options: FundsVerifyOptions = {}): Promise<FundsReport> {
  refuseBomb(source, options.packedBytes)
  const manifest = parseManifest(await readText(source, MANIFEST, MOST_MANIFEST_BYTES))
  if (manifest === undefined) throw new MalformedBundle(`${MANIFEST} is no manifest of a proof bundle`)
  const findings = new Findings()
  const remarks: string[] = []
  const steps = manifest.sections.length + [...source.files.keys()].filter((name) => name.startsWith('files/')).length
  let done = 0
  const step = () => {
    options.stop?.throwIfAborted()
    options.onProgress?.(done, steps)
    done += 1
  }
  const { root, records: count } = await hashSections(source, manifest, findings, step)
  const log = await guarded('the proof from the log', findings, null, () =>
    checkLog(source, { manifest, root, trust: options.trust ?? {} }, findings, remarks),
  )
  const records = await loadRecords(source, findings)
  checkNames(source, manifest, records, findings)
  const rows = new CollectedRows()
  const files = await checkFiles({ source, records, rows, findings }, step)
  const sides = await guarded('the rows', findings, NO_SIDES, () => readSides(records, rows))
  const standing = findStanding(records, findings)
  const again = await guarded('the matching', findings, NOTHING_AGAIN, () => matchAgain(records, sides, standing))
  const links = await guarded('the links', findings, NO_LINKS, () =>
    checkLinks(records, sides, { again: again.links, standing }, findings),
  )
  const expectations = await guarded('what was expected', findings, { recomputed: 0, without: 0 }, () =>
    checkExpectations(records, findings),
  )
  checkExceptions(records, findings)
  const identities = await guarded('the sums', findings, [], () =>
    checkIdentities(records, { rows, sides, standing, bagged: again.bagged, late: findLate(records) }, findings),
  )
  remarks.push(...(await guarded('parts of batches', findings, [], () => checkParts(records, findings))))
  const openAtEnd = findOpen(records, sides, standing)
  if (openAtEnd.length > 0)
    remarks.push(`${openAtEnd.length} payouts have no bank line in the bundle: they are open at the end of the period.`)
  if (links.outside > 0) remarks.push(`${links.outside} links go to rows before or after the period and were not made again.`)
  const broken = identities.filter(({ verdict }) => verdict === 'fail').length
  if (broken > 0 && findings.list.length === 0)
    remarks.push(`${broken} identities do not hold, and the bundle says so itself: the money is not where it should be.`)
  const judged = verdictOf(findings.list)
  const verdict = judged === 'sound' && broken > 0 ? 'does_not_tie' : judged
  return {
    kind: 'counterfoil.funds',
    verdict,
    exitCode: verdict === 'does_not_tie' ? DOES_NOT_TIE : EXIT_CODES[verdict],
    period: periodOf(records),
    acquirer: records.head?.acquirer ?? null,
    store: records.head?.store ?? null,
    madeAt: records.head?.madeAt ?? null,
    records: count,
    root,
    ...{ log, files, identities, links, expectations, openAtEnd },
    findings: findings.list,
    findingsLeft: findings.left,
    remarks,
  }
}

function refuseBomb({ files }: BundleSource, packedBytes: number | undefined): void {
  if (packedBytes === undefined) return
  let bytes = 0
  for (const each of files.values()) bytes += each
  if (bytes > ANY_BUNDLE_BYTES + MOST_UNFOLDED * packedBytes)
    throw new MalformedBundle(`the ZIP file of ${packedBytes} bytes would unpack to ${bytes}: no bundle does`)
}

const NO_SIDES: Sides = { payments: new Map(), lines: new Map(), payouts: new Map(), bankLines: new Map() }
const NOTHING_AGAIN: MatchedAgain = { links: new Map(), bagged: new Set() }
const NO_LINKS: FundsReport['links'] = { all: 0, recomputed: 0, byEvidence: 0, byHand: 0, outside: 0 }

/** Records that were made up may hold days and amounts that are none; then it is said what could not be checked. */
async function guarded<Result>(
  what: string,
  findings: Findings,
  without: Result,
  check: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (
      !(
        error instanceof RangeError ||
        error instanceof TypeError ||
        error instanceof SyntaxError ||
        error instanceof MalformedBundle
      )
    )
      throw error
    findings.add('malformed', `${what} cannot be checked: ${error.message}.`)
    return without
  }
}

/** Every section there should be, and no file that nothing names. */
function checkNames(source: BundleSource, { sections, log }: BundleManifest, { files }: Records, findings: Findings): void {
  const named = new Set(sections.map(({ name }) => name))
  const imported = files.filter(({ state }) => state === 'imported' || state === 'superseded')
  for (const name of [...SECTIONS, ...imported.map(({ id }) => linesOf(id))])
    if (!named.has(name)) findings.add('missing', `${MANIFEST} does not list ${name}.`)
  if (named.size < sections.length) findings.add('changed', `${MANIFEST} lists a section twice.`)
  const known = new Set([MANIFEST, ...(log ? [LOG_ENTRY, LOG_PROOF, LOG_KEY] : [])])
  for (const name of named) known.add(name).add(leavesOf(name))
  for (const { id, kept } of files) if (kept === 'raw' || kept === 'masked') known.add(rawOf(id))
  for (const name of source.files.keys())
    if (!known.has(name)) findings.add('changed', `${name} was put in: nothing in the bundle names it.`)
}

function findOpen({ payouts }: Records, sides: Sides, standing: readonly AllocationRecord[]): FundsReport['openAtEnd'] {
  const arrived = new Set(
    standing.filter(({ join, to }) => join === 'payout_bank' && sides.bankLines.has(to)).map(({ from }) => from),
  )
  return [...payouts.values()]
    .filter(
      ({ id, carriedOver, amountMinor }) =>
        sides.payouts.has(String(id)) && !carriedOver && amountMinor !== 0 && !arrived.has(String(id)),
    )
    .map(({ id, currency, amountMinor, dueOn }) => ({ payout: id, currency, amountMinor, dueOn }))
}

function periodOf({ head }: Records): FundsReport['period'] {
  const { from, to } = (head?.period ?? {}) as { from?: unknown; to?: unknown }
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : null
}

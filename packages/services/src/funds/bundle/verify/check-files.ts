import { createHash } from 'node:crypto'
import { type BundleSource, MalformedBundle } from '@counterfoil/audit'
import { LIMITS } from '@counterfoil/settlement'
import { tellsMovementsOnly } from '@counterfoil/settlement/funds'
import { linesOf, rawOf } from '../format.ts'
import type { CollectedRows } from './collected-rows.ts'
import { RowHashes, rowText, tellDifference } from './compare-rows.ts'
import type { FileReport, Findings } from './findings.ts'
import type { Records } from './load-records.ts'
import { parse, readLines } from './read-lines.ts'
import { knownFor, type Reread, type RereadRow, rereadFile } from './reread-file.ts'
import { BANK_LINE, type FileRecord, LINE, type LineRecord, readShape, type StatementRecord } from './shapes.ts'
import { isShareOf } from './shared-amount.ts'

/** So many rows of a file are told in words; the rest are counted. */
const MOST_TOLD = 5

interface Bench {
  readonly source: BundleSource
  readonly records: Records
  readonly rows: CollectedRows
  readonly findings: Findings
}

/** Reads every file of the bundle again, and holds each row that was made of it against what the file says. */
export async function checkFiles(bench: Bench, onFile: (done: number) => void): Promise<FileReport[]> {
  const reports: FileReport[] = []
  for (const [done, file] of bench.records.files.entries()) {
    onFile(done)
    const before = bench.findings.list.length + bench.findings.left
    const rows = await checkFile(bench, file)
    const { id, name, sha256, receivedAt, receivedBy, entryIndex, state, kept } = file
    const failed = bench.findings.list.length + bench.findings.left > before
    const verdict = failed ? 'fail' : kept === 'raw' || kept === 'masked' ? 'pass' : 'not_included'
    reports.push({ id, name, sha256, receivedAt, receivedBy, entryIndex, state, kept, rows, verdict })
  }
  return reports
}

async function checkFile(bench: Bench, file: FileRecord): Promise<number | null> {
  const { source, findings } = bench
  const place = `File ${file.id} (${file.name})`
  const imported = file.state === 'imported' || file.state === 'superseded'
  const kept = file.kept === 'raw' || file.kept === 'masked'
  const bytes = kept ? await readKept(source, file, findings) : null
  if (!imported) return null
  const section = linesOf(file.id)
  if (!source.files.has(section)) return null
  const written = bytes === null ? null : reread(bench, file, bytes)
  if (written === null && bytes !== null) findings.add('changed', `${place}: it cannot be read any more.`)
  const compared = await compare(bench, file, written?.hashes ?? null)
  if (written !== null && compared.wrong.length > 0) {
    // Contracts that came later may put other days on a row; what the chain knew then is tried before anybody is told.
    const then = reread(bench, file, bytes ?? new Uint8Array(), 'then')
    const again = then === null ? compared : await compare(bench, file, then.hashes, true)
    if (again.wrong.length > 0) await tell(bench, file, bytes ?? new Uint8Array(), compared)
    else if (then !== null) checkGroups(bench, file, then, again)
    return compared.rows
  }
  if (written !== null) checkGroups(bench, file, written, compared)
  return compared.rows
}

async function readKept(source: BundleSource, file: FileRecord, findings: Findings): Promise<Uint8Array | null> {
  const name = rawOf(file.id)
  const place = `File ${file.id} (${file.name})`
  const size = source.files.get(name)
  if (size === undefined) {
    findings.add('missing', `${place}: ${name} is missing.`)
    return null
  }
  if (size > LIMITS.fileBytes) {
    findings.add('malformed', `${place}: ${name} is larger than any report.`)
    return null
  }
  const bytes = new Uint8Array(size)
  let at = 0
  try {
    for await (const piece of source.read(name)) {
      bytes.set(piece.subarray(0, size - at), at)
      at += piece.length
    }
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error
    findings.add('changed', `${place}: ${name} is damaged: ${error.message}.`)
    return null
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== file.keptSha256 || size !== file.keptBytes || (file.kept === 'raw' && sha256 !== file.sha256))
    findings.add(
      'changed',
      `${place}: its bytes are not those that were received: SHA-256 ${sha256} is not ${file.keptSha256 ?? file.sha256}.`,
    )
  return bytes
}

interface Written extends Reread {
  readonly hashes: RowHashes
}

function reread({ records }: Bench, file: FileRecord, bytes: Uint8Array, when: 'now' | 'then' = 'now'): Written | null {
  const mapping = file.mapping === null ? null : (records.mappings.get(`${file.mapping} ${file.mappingVersion}`) ?? null)
  const hashes = new RowHashes()
  try {
    const read = rereadFile(file, bytes, { known: knownFor(file, records, when), mapping }, (row) => hashes.add(row))
    return read.document.verdict === 'reject' ? null : { ...read, hashes }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) return null
    throw error
  }
}

interface Compared {
  readonly rows: number
  /** Positions of rows that the file has otherwise or not at all, or that are in the file only. */
  readonly wrong: readonly number[]
  /** Number of a payout or statement in the file → what the hub numbered it. */
  readonly groups: ReadonlyMap<number, ReadonlySet<number>>
}

/** Walks both in the order of positions. Rows are collected on the first walk only. */
async function compare(
  { source, records, rows, findings }: Bench,
  file: FileRecord,
  hashes: RowHashes | null,
  again = false,
): Promise<Compared> {
  const section = linesOf(file.id)
  const counts = file.state === 'imported'
  const movements = tellsMovementsOnly(file.format ?? '')
  const wrong: number[] = []
  const groups = new Map<number, Set<number>>()
  let [count, at] = [0, 0]
  try {
    for await (const text of readLines(source, section)) {
      count += 1
      const record = parse(text)
      const [line, bankLine] = [readShape(LINE, record), readShape(BANK_LINE, record)]
      const known = line ?? bankLine
      if (known === undefined || known.file !== file.id) {
        if (!again) findings.add('changed', `${section}, record ${count}: it is no row of this file.`)
        continue
      }
      if (!again && line !== undefined) rows.addLine(line, { counts: counts && isCounted(line, records), movements })
      if (!again && bankLine !== undefined) rows.addBankLine(bankLine, counts)
      if (hashes === null) continue
      for (let next = hashes.positionAt(at); next !== undefined && next < known.position; next = hashes.positionAt(at)) {
        wrong.push(next)
        at += 1
      }
      const { payout, statement, ...row } = record as Record<string, unknown>
      if (hashes.positionAt(at) !== known.position || !hashes.isAt(at, row)) wrong.push(known.position)
      if (hashes.positionAt(at) !== known.position) continue
      const group = groups.get(hashes.groupAt(at)) ?? new Set()
      groups.set(hashes.groupAt(at), group.add(Number(payout ?? statement ?? 0)))
      at += 1
    }
  } catch (error) {
    if (!(error instanceof MalformedBundle || error instanceof RangeError)) throw error
    if (!again) findings.add('changed', `${section} is damaged: ${error.message}.`)
  }
  for (let next = hashes?.positionAt(at); next !== undefined; next = hashes?.positionAt(at)) {
    wrong.push(next)
    at += 1
  }
  return { rows: count, wrong, groups }
}

/** Not of a batch that another file took the place of, or had told of before. */
const isCounted = ({ payout }: LineRecord, { payouts }: Records): boolean =>
  payout === null || payouts.get(payout)?.fileState !== 'superseded'

/** Says of the first wrong rows what is wrong with them: both are looked up once more. */
async function tell(
  { source, records, findings }: Bench,
  file: FileRecord,
  bytes: Uint8Array,
  { wrong }: Compared,
): Promise<void> {
  const told = new Set(wrong.slice(0, MOST_TOLD))
  const inFile = new Map<number, RereadRow['row']>()
  const mapping = file.mapping === null ? null : (records.mappings.get(`${file.mapping} ${file.mappingVersion}`) ?? null)
  rereadFile(file, bytes, { known: knownFor(file, records, 'now'), mapping }, ({ position, row }) => {
    if (told.has(position)) inFile.set(position, row)
  })
  const inBundle = new Map<number, Record<string, unknown>>()
  for await (const text of readLines(source, linesOf(file.id))) {
    const { payout: _, statement: __, ...record } = (parse(text) ?? {}) as Record<string, unknown>
    if (told.has(Number(record.position))) inBundle.set(Number(record.position), record)
  }
  const place = `File ${file.id} (${file.name})`
  for (const position of told) {
    const [there, here] = [inFile.get(position), inBundle.get(position)]
    if (there === undefined)
      findings.add('changed', `${place}: row ${position} (line ${String(here?.line)}) is in the bundle and not in the file.`)
    else if (here === undefined)
      findings.add('missing', `${place}, line ${String(there.line)}: row ${position} is in the file and not in the bundle.`)
    else {
      const plain = JSON.parse(rowText(there)) as Record<string, unknown>
      findings.add(
        'changed',
        `${place}, line ${String(there.line)}: row ${position} is not what the file says: ${tellDifference(here, plain)}.`,
      )
    }
  }
  if (wrong.length > told.size)
    findings.add('changed', `${place}: ${wrong.length - told.size} more rows are not what the file says.`)
}

/** Rows of one payout or statement of the file have one of the hub's, and it is what the file says of it. */
function checkGroups(
  { records, rows, findings }: Bench,
  file: FileRecord,
  { statements, payouts }: Reread,
  { groups }: Compared,
): void {
  const place = `File ${file.id} (${file.name})`
  for (const [number, ids] of groups)
    if (ids.size > 1)
      findings.add(
        'changed',
        `${place}: rows of its payout or statement ${number} are counted to several: ${[...ids].slice(0, 5).join(', ')}.`,
      )
  const written = records.statements.filter((one) => one.file === file.id)
  if (written.length !== statements.length)
    findings.add(
      written.length < statements.length ? 'missing' : 'changed',
      `${place}: the file has ${statements.length} statements, the bundle ${written.length}.`,
    )
  for (const [at, { bankAccountId: _, ...statement }] of statements.entries()) {
    const record = written[at]
    if (record !== undefined) compareStatement(place, record, { ...statement }, findings)
  }
  for (const [at, payout] of payouts.entries()) {
    const [id] = groups.get(at + 1) ?? []
    const record = id === undefined ? undefined : records.payouts.get(id)
    // One that two files tell of together has the sums of both; they are added up where sums are checked.
    if (
      record === undefined ||
      record.file !== file.id ||
      (rows.payouts.get(record.id)?.files.size ?? 0) > 1 ||
      payout.movementsOnly
    )
      continue
    const { acquirer, merchantAccount, currency, batch, announcedOn, dueOn, firstOn, lastOn, gross, fees, net, lineCount } =
      payout
    const there = { acquirer, merchantAccount, currency, batch, announcedOn, dueOn, firstOn, lastOn, gross, fees, net, lineCount }
    const here = Object.fromEntries(Object.keys(there).map((name) => [name, record[name as keyof typeof there]]))
    const why = tellDifference(here, there)
    if (why !== '') findings.add('changed', `${place}: payout ${record.id} (batch ${batch}) is not what the file says: ${why}.`)
    if (payout.announced && payout.amountMinor !== record.amountMinor && !isShareOf(record, payout.amountMinor, records))
      findings.add('changed', `${place}: payout ${record.id} (batch ${batch}) has another amount than the file announces.`)
  }
}

function compareStatement(place: string, record: StatementRecord, there: Record<string, unknown>, findings: Findings): void {
  const here = Object.fromEntries(Object.keys(there).map((name) => [name, record[name as keyof StatementRecord]]))
  const why = tellDifference(here, there)
  if (why !== '') findings.add('changed', `${place}: statement ${record.id} is not what the file says: ${why}.`)
}

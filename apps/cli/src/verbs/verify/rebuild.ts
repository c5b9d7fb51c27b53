import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openArchiveFolder } from '@counterfoil/services/audit-archives'
import { type RecordReport, type RecordStep, verifyRecord } from '@counterfoil/services/verify-record'
import { UsageError } from '../../cli-error.ts'
import { withPool } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { Unreadable } from './exit-codes.ts'
import { readInput } from './read-input.ts'
import { readTrust, trustOptions } from './trust-options.ts'
import { VERDICTS } from './verdicts.ts'

/** The database itself: the log by its checkpoints, the agents' events by the log, and every figure by the events. */
export async function rebuildRecord(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...trustOptions,
      rebuild: { type: 'boolean' },
      json: { type: 'boolean' },
      checkpoint: { type: 'string', multiple: true },
      archives: { type: 'string' },
    },
  })
  if (positionals.length > 0) throw new UsageError('--rebuild reads the database: it takes no file')
  const trust = readTrust(values)
  const checkpoints = await Promise.all((values.checkpoint ?? []).map(readInput))
  const folder = values.archives ?? io.env.ARCHIVE_DIR
  const archives = folder ? openArchiveFolder(resolve(folder)) : undefined
  const report = await fromDatabase(io, () =>
    // The verifier may read and change nothing; its tables of what the events give go with the connection.
    withPool(io, 'verifier', (pool) =>
      verifyRecord({ pool, trust, checkpoints, archives, onProgress: createProgress(io), stop: io.stop }),
    ),
  )
  if (values.json) io.out(JSON.stringify(report))
  else for (const line of tell(report)) io.out(line)
  return report.exitCode
}

/** A database that cannot be read is no verdict on what is in it. */
async function fromDatabase(io: CliIo, work: () => Promise<RecordReport>): Promise<RecordReport> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Unreadable || io.stop.aborted) throw error
    throw new Unreadable(`the database could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const A_WORD_EVERY = 100_000
const STEPS: Readonly<Record<RecordStep, string>> = {
  log: 'entries of the log held against its checkpoints',
  journal: 'events held against their agents’ chains',
  figures: 'events folded again into the figures',
}

/** On stderr: one line as each step begins, and one every 100,000. */
function createProgress(io: CliIo): (step: RecordStep, done: number, total: number | null) => void {
  let told: { step: RecordStep; done: number } | null = null
  return (step, done, total) => {
    if (told?.step === step && done < told.done + A_WORD_EVERY) return
    told = { step, done }
    io.err(`${done}${total === null ? '' : ` of ${total}`} ${STEPS[step]}`)
  }
}

const LOOKED: Readonly<Record<RecordReport['archives'][number]['looked'], string>> = {
  read: 'read',
  not_given: 'not looked into (--archives DIR)',
  not_there: 'not looked into, the folder has no such file',
  deleted: 'deleted on purpose',
  other_file: 'not the file that was written',
}

function tell(report: RecordReport): string[] {
  const { verdict, log, stores, events, batches, loggedBatches, rowsThatDiffer, archives, findings, remarks } = report
  return [
    VERDICTS[verdict],
    '',
    `Log ${log.origin}: ${log.entries} entries read, ${log.checkpoints} signed checkpoints held against them.`,
    log.witnessedTo === null
      ? 'No checkpoint that holds was signed by enough witnesses.'
      : `Witnessed up to entry ${log.witnessedTo - 1} (${log.quorum} witnesses asked).`,
    ...archives.map(
      ({ month, file, from, to, looked }) => `Archive of ${month}: ${file}, entries ${from} to ${to - 1}: ${LOOKED[looked]}.`,
    ),
    `Journal: ${stores} stores, ${events} events in ${batches} signed batches, ${loggedBatches} of them in the log under the checkpoint.`,
    rowsThatDiffer === 0
      ? 'Figures: every row is what its events give.'
      : `Figures: ${rowsThatDiffer} rows are not what their events give.`,
    ...findings.map(({ text }) => `✗ ${text}`),
    ...remarks.map(({ text }) => `· ${text}`),
  ]
}

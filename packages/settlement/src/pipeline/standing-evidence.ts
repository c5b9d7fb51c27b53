import { type FileVerdict, findDuplicateFiles } from '../exceptions/raise-duplicate-files.ts'
import { findRepeatedStatements, type RepeatedStatement, type StatementFact } from '../exceptions/raise-missing-statements.ts'
import type { ReconcileInput } from './reconcile-input.ts'

export interface StandingEvidence extends Pick<ReconcileInput, 'lines' | 'batches' | 'bankLines' | 'statements'> {
  readonly fileVerdicts: readonly FileVerdict[]
  readonly repeated: readonly RepeatedStatement[]
}

/** What counts once: without copies, without what a corrected file took the place of, without statements told again. */
export function findStandingEvidence(input: ReconcileInput): StandingEvidence {
  const fileVerdicts = findDuplicateFiles(input.files)
  const dropped = new Set(fileVerdicts.map(({ file: { fileNumber } }) => fileNumber))
  const statements = input.statements.filter(({ fileNumber }) => !dropped.has(fileNumber))
  const repeated = findRepeatedStatements(statements)
  const again = new Set(repeated.map(({ statement }) => statement))
  const standing = statements.filter((statement) => !again.has(statement))
  for (const fileNumber of filesWithoutRest(statements, standing)) dropped.add(fileNumber)
  if (dropped.size === 0) return { ...input, statements: standing, fileVerdicts, repeated }
  return {
    lines: input.lines.filter(({ file }) => !dropped.has(file)),
    batches: input.batches.filter(({ fileNumber }) => !dropped.has(fileNumber)),
    bankLines: input.bankLines.filter(({ file }) => !dropped.has(file)),
    statements: standing,
    fileVerdicts,
    repeated,
  }
}

/** Files whose every statement was told before. */
function filesWithoutRest(all: readonly StatementFact[], standing: readonly StatementFact[]): number[] {
  const kept = new Set(standing.map(({ fileNumber }) => fileNumber))
  return all.map(({ fileNumber }) => fileNumber).filter((fileNumber) => !kept.has(fileNumber))
}

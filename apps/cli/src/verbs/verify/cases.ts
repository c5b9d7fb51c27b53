import { parseArgs } from 'node:util'
import { type CaseResult, runCases } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { EXIT, Unreadable } from './exit-codes.ts'
import { readInput } from './read-input.ts'

/** Tries every case of a file shaped like the published vectors. */
export async function cases(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('name one file of cases')
  const report = await runCases(parse(await readInput(file), file))
  if (report === undefined || report.cases.length === 0) throw new Unreadable(`${file} holds no case that is known here`)
  const { cases: results, passed, failed, unknownSections } = report
  for (const name of unknownSections) io.err(`unknown section, not tried: ${name}`)
  if (values.json) io.out(JSON.stringify({ cases: results, passed, failed, unknownSections }))
  else for (const line of tell(results, passed, failed)) io.out(line)
  return failed > 0 ? EXIT.differs : EXIT.sound
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Unreadable(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function tell(results: readonly CaseResult[], passed: number, failed: number): string[] {
  const lines = results.map(({ section, name, wanted, found, ok, why }) => {
    const because = why === undefined ? '' : ` (${why})`
    if (ok) return `ok    ${section}: ${name}`
    return `WRONG ${section}: ${name}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}${because}`
  })
  return [...lines, `${passed} passed, ${failed} failed`]
}

import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { cases } from './verify/cases.ts'
import { EXIT, Unreadable } from './verify/exit-codes.ts'

const subcommands: Readonly<Record<string, (args: readonly string[], io: CliIo) => Promise<number>>> = {
  cases,
}

export const verify: Verb = {
  usage: 'verify cases FILE [--json]',
  summary:
    'Checks the audit record without a hub, a database or a network. Exit codes: 0 sound, 2 changed, 3 missing, 4 inconsistent, 5 bad signature, 6 quorum not met, 7 malformed.',
  async run(args, io) {
    const [what = '', ...rest] = args
    try {
      const subcommand = Object.hasOwn(subcommands, what) ? subcommands[what] : undefined
      if (subcommand === undefined) throw new UsageError(what === '' ? 'say what to verify' : `there is no "verify ${what}"`)
      return await subcommand(rest, io)
    } catch (error) {
      return told(error, args, io)
    }
  },
}

/** Whatever could not be verified is 7, wrong usage too: 2 says that an entry was changed. */
function told(error: unknown, args: readonly string[], io: CliIo): number {
  const usage =
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!usage && !(error instanceof Unreadable)) throw error
  const message = error instanceof Error ? error.message : String(error)
  io.err(`counterfoil verify: ${message}`)
  if (usage) io.err(`usage: counterfoil ${verify.usage}`)
  if (args.includes('--json')) io.out(JSON.stringify({ verdict: 'malformed', exitCode: EXIT.malformed, error: message }))
  return EXIT.malformed
}

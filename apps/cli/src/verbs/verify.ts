import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { bundle } from './verify/bundle.ts'
import { cases } from './verify/cases.ts'
import { compare } from './verify/compare.ts'
import { EXIT, Unreadable } from './verify/exit-codes.ts'
import { proof } from './verify/proof.ts'
import { witness } from './verify/witness.ts'

const subcommands: Readonly<Record<string, (args: readonly string[], io: CliIo) => Promise<number>>> = {
  cases,
  compare,
  proof,
  witness,
}

export const verify: Verb = {
  usage: `verify BUNDLE [--log-key KEY] [--witness KEY]… [--quorum N] [--reference BUNDLE] [--checkpoint FILE]… [--json]
       verify proof FILE --log-key KEY [--entry FILE] [--witness KEY]… [--quorum N] [--json]
       verify compare CHECKPOINT CHECKPOINT --log-key KEY [--proof FILE] [--json]
       verify witness --state FILE --name NAME
       verify witness --state FILE REQUEST --log-key KEY [--json]
       verify cases FILE [--json]`,
  summary:
    'Checks the audit record without a hub, a database or a network. Exit codes: 0 sound, 2 changed, 3 missing, 4 inconsistent, 5 bad signature, 6 quorum not met, 7 malformed.',
  async run(args, io) {
    const [what = '', ...rest] = args
    try {
      if (what === '') throw new UsageError('say what to verify')
      const subcommand = Object.hasOwn(subcommands, what) ? subcommands[what] : undefined
      return await (subcommand === undefined ? bundle(args, io) : subcommand(rest, io))
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

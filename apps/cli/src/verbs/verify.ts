import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { bundle } from './verify/bundle.ts'
import { cases } from './verify/cases.ts'
import { compare } from './verify/compare.ts'
import { EXIT, Unreadable } from './verify/exit-codes.ts'
import { proof } from './verify/proof.ts'
import { witness } from './verify/witness.ts'

type Subcommand = (args: readonly string[], io: CliIo) => Promise<number>

const subcommands: Readonly<Record<string, Subcommand>> = {
  cases,
  compare,
  proof,
  witness,
}

const OFFLINE = `verify BUNDLE [--log-key KEY] [--witness KEY]… [--quorum N] [--reference BUNDLE] [--checkpoint FILE]… [--json]
       verify proof FILE --log-key KEY [--entry FILE] [--witness KEY]… [--quorum N] [--json]
       verify compare CHECKPOINT CHECKPOINT --log-key KEY [--proof FILE] [--json]
       verify witness --state FILE --name NAME
       verify witness --state FILE REQUEST --log-key KEY [--json]
       verify cases FILE [--json]`
const WITH_DATABASE =
  'verify --rebuild [--log-key KEY] [--witness KEY]… [--quorum N] [--checkpoint FILE]… [--archives DIR] [--json]'

/** `rebuild` is what `--rebuild` does: the one mode that needs the database, and so not there in the verifier's single file. */
export function createVerify(rebuild?: Subcommand): Verb {
  const usage = rebuild === undefined ? OFFLINE : `${OFFLINE}\n       ${WITH_DATABASE}`
  const withDatabase = rebuild === undefined ? '' : ' Only --rebuild reads the database (DATABASE_URL, the verifier’s rights).'
  return {
    usage,
    summary: `Checks the audit record without a hub, a database or a network. Exit codes: 0 sound, 2 changed, 3 missing, 4 inconsistent, 5 bad signature, 6 quorum not met, 7 malformed.${withDatabase}`,
    async run(args, io) {
      const [what = '', ...rest] = args
      try {
        if (what === '') throw new UsageError('say what to verify')
        if (args.includes('--rebuild')) {
          if (rebuild === undefined)
            throw new UsageError(
              '--rebuild reads the hub’s database, which this file cannot: use "npm run counterfoil -- verify --rebuild"',
            )
          return await rebuild(args, io)
        }
        const subcommand = Object.hasOwn(subcommands, what) ? subcommands[what] : undefined
        return await (subcommand === undefined ? bundle(args, io) : subcommand(rest, io))
      } catch (error) {
        return told(error, usage, args, io)
      }
    },
  }
}

/** All that an auditor needs away from the hub. */
export const verify = createVerify()

/** Whatever could not be verified is 7, wrong usage too: 2 says that an entry was changed. */
function told(error: unknown, usageLine: string, args: readonly string[], io: CliIo): number {
  const usage =
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!usage && !(error instanceof Unreadable)) throw error
  const message = error instanceof Error ? error.message : String(error)
  io.err(`counterfoil verify: ${message}`)
  if (usage) io.err(`usage: counterfoil ${usageLine}`)
  if (args.includes('--json')) io.out(JSON.stringify({ verdict: 'malformed', exitCode: EXIT.malformed, error: message }))
  return EXIT.malformed
}

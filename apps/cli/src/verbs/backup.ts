import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { drill } from './backup/drill.ts'
import { list, verify } from './backup/look.ts'
import { prune } from './backup/prune.ts'
import { init, makeKey } from './backup/set-up.ts'
import { log, now, run } from './backup/take.ts'

const parts: Readonly<Record<string, (args: readonly string[], io: CliIo) => Promise<number>>> = {
  key: makeKey,
  init,
  now,
  log,
  run,
  prune,
  list,
  verify,
  drill,
}

export const backup: Verb = {
  usage:
    'backup key FILE | backup init FOLDER [--public-key KEY | --passphrase-file FILE] | backup now|log FOLDER | backup run FOLDER [--base-every HOURS] [--keep DAYS] | backup prune FOLDER --keep DAYS [--json] | backup list FOLDER [--json] | backup verify FOLDER [--open] [--json] | backup drill FOLDER [--at TIME] [--log-key KEY] [--below FOLDER]; verify and drill also take --passphrase-file FILE or --secret-file FILE',
  summary:
    'Backs up the embedded PostgreSQL, the hub’s secrets and the archives into a folder, sealed: a base backup now, the log since, or both for as long as it runs. Deletes what no moment of the last days needs, where it is told how many. Lists and verifies what is there; a drill brings it back into a folder of its own, holds it against the audit log, tells how long that took, and removes it. For a PostgreSQL server of your own it says what to use.',
  async run([what, ...rest], io) {
    const part = what === undefined ? undefined : parts[what]
    if (part === undefined)
      throw new UsageError(what === undefined ? `say ${Object.keys(parts).join(', ')}` : `there is no "backup ${what}"`)
    return part(rest, io)
  },
}

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { bringBack } from './bring-back.ts'
import { readMoment } from './read-moment.ts'
import { unlockOptions } from './unlock.ts'

/** A restore into a folder that is removed afterwards: what it gives, and how long it took. No hub runs over it. */
export async function drill(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { at: { type: 'string' }, 'log-key': { type: 'string' }, below: { type: 'string' }, ...unlockOptions },
  })
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new UsageError('say which folder: backup drill FOLDER')
  const place = await mkdtemp(join(values.below ?? tmpdir(), 'counterfoil-drill-'))
  // The embedded server may run as another user, who must get to its files.
  await chmod(place, 0o711)
  try {
    const into = join(place, 'data')
    const logKey = values['log-key']
    const trust = logKey === undefined ? [] : ['--log-key', logKey]
    const back = await bringBack({ folder: resolve(folder), into, at: readMoment(values.at), values, trust }, io)
    const { files, recovery, verification } = back.seconds
    io.out('')
    io.out(`Drill: ${back.base} came back in ${(files + recovery).toFixed(1)} s (files ${files} s, log ${recovery} s).`)
    io.out(`The audit verifier took ${verification} s${back.verdict === 0 ? '' : ' and found what stands above'}.`)
    io.out(`Last commit in it: ${back.lastCommitAt ?? 'that of the base backup'}; the backup reaches to ${back.reachesTo}.`)
    return back.verdict
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

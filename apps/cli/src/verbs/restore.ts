import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { listReturned } from '@counterfoil/services/returned'
import { UsageError } from '../cli-error.ts'
import { dataFolder } from '../data-folder.ts'
import { cliActor, withPool } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'
import { bringBack } from './backup/bring-back.ts'
import { foldersElsewhere } from './backup/folders-elsewhere.ts'
import { readMoment } from './backup/read-moment.ts'
import { unlockOptions } from './backup/unlock.ts'

export const restore: Verb = {
  usage:
    'restore FOLDER [--at TIME] [--into DATA] [--log-key KEY] [--passphrase-file FILE | --secret-file FILE] | restore --status [--json]',
  summary:
    'Brings a backup back into an empty data folder, as of a moment or all of it, and lets the audit verifier look at it. --status tells, store by store, what the agents have brought back since.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        at: { type: 'string' },
        into: { type: 'string' },
        'log-key': { type: 'string' },
        status: { type: 'boolean' },
        json: { type: 'boolean' },
        ...unlockOptions,
      },
    })
    if (values.status) return status(io, values.json === true)
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new UsageError('say which folder of backups')
    const into = values.into === undefined ? dataFolder(io.env) : resolve(values.into)
    const logKey = values['log-key']
    const trust = logKey === undefined ? [] : ['--log-key', logKey]
    const back = await bringBack({ folder: resolve(folder), into, at: readMoment(values.at), values, trust }, io)
    const restored: Restored = { restoredAt: cliActor().now().toISOString(), lastCommitAt: back.lastCommitAt, base: back.base }
    await writeFile(join(into, FILE), `${JSON.stringify(restored)}\n`, { mode: 0o600 })
    io.out('')
    io.out(
      `${into} holds what was committed up to ${back.lastCommitAt ?? back.reachesTo} (${(back.seconds.files + back.seconds.recovery).toFixed(1)} s).`,
    )
    for (const [name, place] of Object.entries(foldersElsewhere(io.env)))
      if (place !== join(into, name))
        io.out(`The folder ${name} came back into ${join(into, name)}; the settings name ${place}: copy there what it lacks.`)
    io.out('Start the hub. Agents bring what they recorded since by themselves; "counterfoil restore --status" tells what came.')
    io.out('If agents saw more of the audit log than is here, two administrators declare the loss on the dashboard.')
    return back.verdict
  },
}

interface Restored {
  readonly restoredAt: string
  readonly lastCommitAt: string | null
  readonly base: string
}

const FILE = 'restored.json'

async function status(io: CliIo, json: boolean): Promise<number> {
  const text = await readFile(join(dataFolder(io.env), FILE), 'utf8').catch(() => undefined)
  if (text === undefined) {
    io.out('This data folder was not restored from a backup.')
    return 1
  }
  const { restoredAt, lastCommitAt } = JSON.parse(text) as Restored
  const stores = await withPool(io, 'app', (pool) => listReturned({ pool }, new Date(restoredAt)))
  if (json) {
    io.out(JSON.stringify({ restoredAt, lastCommitAt, stores }))
    return 0
  }
  io.out(`Restored at ${restoredAt}, to the last commit at ${lastCommitAt ?? 'the base backup'}.`)
  for (const { code, name, events, payments, lastAt, silentAgents } of stores) {
    const away = silentAgents === 0 ? '' : `; ${silentAgents} of its agents have not come back yet`
    io.out(
      `${code}  ${name}: ${events} events of ${payments} payments came back${lastAt === null ? '' : `, up to ${lastAt}`}${away}`,
    )
  }
  return 0
}

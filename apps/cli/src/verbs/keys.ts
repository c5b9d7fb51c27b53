import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addHubSecret, deriveHubKeys } from '@counterfoil/services/vault'
import { UsageError } from '../cli-error.ts'
import { dataFolder } from '../data-folder.ts'
import type { CliIo, Verb } from '../verb.ts'

export const keys: Verb = {
  usage: 'keys rotate [--json]',
  summary: 'Puts a new secret of the hub before the ones in its file; the hub uses it from its next start.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    if (positionals.length !== 1 || positionals[0] !== 'rotate') throw new UsageError('say "keys rotate"')
    const file = fileOf(io)
    const secret = randomBytes(32)
    replaceFile(file, addHubSecret(readFileSync(file, 'utf8'), secret))
    const { id } = deriveHubKeys(secret).vault
    if (values.json) io.out(JSON.stringify({ file, vaultKey: id }))
    else io.out(`${file} begins with a new secret; its vault key is ${id}.\nBack the file up, then restart every hub.`)
    return 0
  },
}

function fileOf({ env }: CliIo): string {
  if (env.HUB_KEY)
    throw new UsageError('HUB_KEY is set: put 32 new random bytes in base64url before what it holds, with a space between')
  return env.HUB_KEY_FILE || join(dataFolder(env), 'hub-key')
}

/** All of it or none: half a file of secrets is a lost vault. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.next`
  writeFileSync(next, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(next, file)
}

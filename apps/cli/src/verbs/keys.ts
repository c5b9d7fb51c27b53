import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addHubSecret, createOpener, deriveHubKeys, resealAll } from '@counterfoil/services/vault'
import { UsageError } from '../cli-error.ts'
import { dataFolder } from '../data-folder.ts'
import { withServices } from '../open-services.ts'
import { readHubKeys } from '../read-hub-keys.ts'
import type { CliIo, Verb } from '../verb.ts'
import { replace } from './keys/replace.ts'

export const keys: Verb = {
  usage: 'keys rotate [--json] | keys reseal [--json] | keys replace hub-key|auth-secret [--json]',
  summary:
    'Puts a new secret of the hub before those in its file; seals for it what former ones sealed, so that they can go; makes a secret anew whose file is lost.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    const [what, ...more] = positionals
    if (what === 'replace' && more.length < 2) return replace(io, more[0], values.json)
    if (more.length > 0 || (what !== 'rotate' && what !== 'reseal'))
      throw new UsageError('say "keys rotate", "keys reseal" or "keys replace"')
    return what === 'rotate' ? rotate(io, values.json) : reseal(io, values.json)
  },
}

function rotate(io: CliIo, json = false): number {
  const file = fileOf(io)
  const secret = io.randomBytes(32)
  replaceFile(file, addHubSecret(readFileSync(file, 'utf8'), secret))
  const { id } = deriveHubKeys(secret).vault
  if (json) io.out(JSON.stringify({ file, vaultKey: id }))
  else io.out(`${file} begins with a new secret; its vault key is ${id}.\nBack the file up, then restart every hub.`)
  return 0
}

/** The hub does this by itself when it starts; here somebody learns whether the former secrets may go. */
async function reseal(io: CliIo, json = false): Promise<number> {
  const [current, ...former] = readHubKeys(io.env)
  const opener = createOpener([current, ...former].map(({ vault }) => vault.privateKey))
  const { keyId, resealed, left } = await withServices(io, (ctx) => resealAll(ctx, opener))
  if (keyId !== current.vault.id)
    throw new Error(
      `The hubs still use the key ${keyId}: restart them, so that they use ${current.vault.id}, then say this again.`,
    )
  const kept = former.filter(({ vault }) => left.has(vault.id)).map(({ vault }) => vault.id)
  const unknown = [...left.keys()].filter((id) => !kept.includes(id))
  if (json) io.out(JSON.stringify({ vaultKey: keyId, resealed, left: Object.fromEntries(left) }))
  else {
    io.out(`${resealed} sealed anew for the key ${keyId}.`)
    if (unknown.length > 0) io.out(`Sealed for keys that are not here, and closed without them: ${unknown.join(', ')}.`)
    if (kept.length > 0) io.out(`Still sealed for ${kept.join(', ')}: it did not open. Keep those secrets, and look into it.`)
    else if (former.length > 0)
      io.out('Nothing hangs on the former secrets any more: the lines after the first may be taken away.')
  }
  return left.size > 0 ? 1 : 0
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

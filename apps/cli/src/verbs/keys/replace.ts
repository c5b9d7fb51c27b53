import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatHubSecret } from '@counterfoil/services/vault'
import { UsageError } from '../../cli-error.ts'
import { dataFolder } from '../../data-folder.ts'
import type { CliIo } from '../../verb.ts'

const files = {
  'hub-key': {
    place: (env: CliIo['env']) => env.HUB_KEY_FILE || join(dataFolder(env), 'hub-key'),
    setting: 'HUB_KEY',
    lost: 'What was sealed for the lost one stays closed. If its backup is found, add it as a further line.',
  },
  'auth-secret': {
    place: (env: CliIo['env']) => join(dataFolder(env), 'auth-secret'),
    setting: 'AUTH_SECRET',
    lost: 'Everybody is signed out, and no authenticator app or recovery code works any more: reset the accounts with "person reset".',
  },
} as const

/** Makes a secret's file anew, deliberately: for one that is lost with all its backups. Never over one that is there. */
export function replace(io: CliIo, name: string | undefined, json = false): number {
  if (name !== 'hub-key' && name !== 'auth-secret')
    throw new UsageError('say "keys replace hub-key" or "keys replace auth-secret"')
  const { place, setting, lost } = files[name]
  if (io.env[setting]) throw new UsageError(`${setting} is set: give it 32 new random bytes in base64url instead`)
  const file = place(io.env)
  try {
    writeFileSync(file, `${formatHubSecret(io.randomBytes(32))}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw there
      ? new Error(`${file} is there: nothing is lost. To change the hub's, say "keys rotate"; else move the file away first.`)
      : error
  }
  if (json) io.out(JSON.stringify({ file }))
  else io.out(`${file} is made anew. Back it up, then start the server.\n${lost}`)
  return 0
}

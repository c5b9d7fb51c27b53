import { expect, it } from 'vitest'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { pull } from './pull.ts'

// Nothing of it is reached.
const io = {} as CliIo
const server = ['--host', 'sftp.bank.example', '--user', 'chain']

it.each([
  [[], 'say list, add or remove'],
  [['fetch'], 'there is no "funds pull fetch"'],
  [['add', ...server, '--password-file', 'package.json'], 'give it a name'],
  [['add', 'bank', ...server], 'give --password-file or --key-file'],
  [['add', 'bank', ...server, '--password-file', 'a', '--key-file', 'b'], 'give --password-file or --key-file'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--every', 'often'], 'everyMinutes'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--pattern', '../*'], 'pattern'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--host-key', 'MD5:00'], 'hostKey'],
])('funds pull %j is wrong usage', async (args, why) => {
  const refused = pull(args, io)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(why)
})

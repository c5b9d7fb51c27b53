import { expect, it } from 'vitest'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { pull } from './pull.ts'

// Nothing of it is reached.
const io = {} as CliIo
const server = ['--host', 'sftp.bank.example', '--user', 'chain']

it.each([
  [[], 'say list, add, bills or remove'],
  [['bills'], 'give its name'],
  [['fetch'], 'there is no "funds pull fetch"'],
  [['add', ...server, '--password-file', 'package.json'], 'give it a name'],
  [['add', 'bank', ...server], 'give --password-file or --key-file'],
  [['add', 'bank', ...server, '--password-file', 'a', '--key-file', 'b'], 'give --password-file or --key-file'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--every', 'often'], 'everyMinutes'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--pattern', '../*'], 'pattern'],
  [['add', 'bank', ...server, '--key-file', 'package.json', '--host-key', 'MD5:00'], 'hostKey'],
  [['add', 'sftp', 'bank', ...server], 'give --password-file or --key-file'],
  // A folder may be named so.
  [['add', 'wechat', ...server], 'give --password-file or --key-file'],
  [['add', 'wechat', 'pay'], 'give --key-file'],
  [['add', 'wechat', 'pay', '--key-file', 'package.json'], 'secrets.privateKey: an RSA private key'],
  [['add', 'wechat', 'pay', '--key-file', 'package.json', '--platform-key', 'package.json'], 'give --platform-key as ID=FILE'],
  [['add', 'wechat', 'pay', '--key-file', 'package.json', '--platform-key', '00000000=package.json'], 'an RSA public key'],
  [['add', 'wechat', 'pay', '--key-file', 'package.json', '--bill', 'all'], 'settings.bills.0'],
  [['add', 'adyen', 'reports', '--hmac-file', 'package.json'], 'give --api-key-file or --report-user'],
  [['add', 'adyen', 'reports', '--api-key-file', 'package.json'], 'give --hmac-file or --notice-user'],
  [['add', 'adyen', 'reports', '--report-user', 'report'], 'give --password-file'],
  [['add', 'stripe', 'reports', '--api-key-file', 'package.json'], 'give --signing-secret-file'],
  [['add', 'stripe', 'reports', '--api-key-file', 'package.json', '--signing-secret-file', 'package.json'], 'secrets.apiKey'],
  [['add', 'alipay', 'pay', '--key-file', 'package.json', '--platform-key', 'package.json', '--app', '12'], 'settings.app'],
])('funds pull %j is wrong usage', async (args, why) => {
  const refused = pull(args, io)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(why)
})

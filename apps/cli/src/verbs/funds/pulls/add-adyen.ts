import { parseArgs } from 'node:util'
import { UsageError } from '../../../cli-error.ts'
import type { CliIo } from '../../../verb.ts'
import { addOne } from './add-connector.ts'
import { nameOf, numberOf, readSecret } from './read-secret.ts'

export const ADD_ADYEN_USAGE = `       funds pull add adyen NAME --account CODE --api-key-file FILE|--report-user USER --password-file FILE
                      --hmac-file FILE|--notice-user USER --notice-password-file FILE [--pattern 'settlement_detail_report*'] [--every MINUTES]`

const text = { type: 'string' } as const
const options = {
  account: text,
  'api-key-file': text,
  'report-user': text,
  'password-file': text,
  'hmac-file': text,
  'notice-user': text,
  'notice-password-file': text,
  pattern: text,
  every: text,
} as const

/** Reports of an account at Adyen, which tells the hub when one is ready. */
export async function addAdyen(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const name = nameOf(positionals)
  const optional = async (option: 'api-key-file' | 'hmac-file') =>
    values[option] === undefined ? undefined : await readSecret(values[option], option)
  const login = async (user: string | undefined, option: 'password-file' | 'notice-password-file') =>
    user === undefined ? undefined : { user, password: await readSecret(values[option], option) }
  const secrets = {
    apiKey: await optional('api-key-file'),
    report: await login(values['report-user'], 'password-file'),
    hmacKey: await optional('hmac-file'),
    notice: await login(values['notice-user'], 'notice-password-file'),
  }
  if ((secrets.apiKey === undefined) === (secrets.report === undefined))
    throw new UsageError('give --api-key-file or --report-user')
  if (secrets.hmacKey === undefined && secrets.notice === undefined) throw new UsageError('give --hmac-file or --notice-user')
  return addOne(
    {
      name,
      kind: 'adyen',
      pattern: values.pattern ?? 'settlement_detail_report*',
      everyMinutes: numberOf(values.every),
      settings: { account: values.account ?? '' },
      secrets,
    },
    io,
    `have Adyen send its standard webhook to /v1/notices/${name} of the hub`,
  )
}

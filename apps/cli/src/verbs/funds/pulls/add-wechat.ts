import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { WechatSettings } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../../cli-error.ts'
import type { CliIo } from '../../../verb.ts'
import { addOne } from './add-connector.ts'
import { nameOf, numberOf, readSecret } from './read-secret.ts'

export const ADD_WECHAT_USAGE = `       funds pull add wechat NAME --merchant NUMBER --certificate-serial SERIAL --key-file FILE --platform-key ID=FILE…
                      [--sub-merchant NUMBER] [--bill tradebill|fundflowbill]… [--gzip] [--from DAY] [--every MINUTES]`

const text = { type: 'string' } as const
const options = {
  merchant: text,
  'sub-merchant': text,
  'certificate-serial': text,
  'key-file': text,
  'platform-key': { type: 'string', multiple: true },
  bill: { type: 'string', multiple: true },
  gzip: { type: 'boolean' },
  from: text,
  every: text,
} as const

/** A merchant of WeChat Pay. */
export async function addWechat(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const name = nameOf(positionals)
  const platformKeys = await Promise.all((values['platform-key'] ?? []).map(readPlatformKey))
  return addOne(
    {
      name,
      kind: 'wechat',
      everyMinutes: numberOf(values.every),
      settings: {
        merchant: values.merchant ?? '',
        subMerchant: values['sub-merchant'],
        certificateSerial: values['certificate-serial'] ?? '',
        platformKeys,
        bills: values.bill as WechatSettings['bills'] | undefined,
        gzip: values.gzip,
        fromDay: values.from,
      },
      secrets: { privateKey: await readSecret(values['key-file'], 'key-file') },
    },
    io,
    'the hub fetches its bills from ten in Beijing on the next day',
  )
}

/** The number of a certificate or PUB_KEY_ID_…, and the file with it. */
async function readPlatformKey(given: string): Promise<{ id: string; key: string }> {
  const at = given.indexOf('=')
  if (at < 1) throw new UsageError('give --platform-key as ID=FILE')
  return { id: given.slice(0, at), key: await readFile(given.slice(at + 1), 'utf8') }
}

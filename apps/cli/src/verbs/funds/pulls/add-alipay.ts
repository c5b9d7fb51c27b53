import { parseArgs } from 'node:util'
import type { AlipaySettings } from '@counterfoil/services/funds/pulls'
import type { CliIo } from '../../../verb.ts'
import { addOne } from './add-connector.ts'
import { nameOf, numberOf, readSecret } from './read-secret.ts'

export const ADD_ALIPAY_USAGE = `       funds pull add alipay NAME --app NUMBER --key-file FILE --platform-key FILE [--bill trade|signcustomer]…
                      [--from DAY] [--every MINUTES]`

const text = { type: 'string' } as const
const options = {
  app: text,
  'key-file': text,
  'platform-key': text,
  bill: { type: 'string', multiple: true },
  from: text,
  every: text,
} as const

/** An app of Alipay's open platform. */
export async function addAlipay(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const name = nameOf(positionals)
  return addOne(
    {
      name,
      kind: 'alipay',
      everyMinutes: numberOf(values.every),
      settings: {
        app: values.app ?? '',
        platformKey: await readSecret(values['platform-key'], 'platform-key'),
        bills: values.bill as AlipaySettings['bills'] | undefined,
        fromDay: values.from,
      },
      secrets: { privateKey: await readSecret(values['key-file'], 'key-file') },
    },
    io,
    'the hub fetches its bills from ten in Beijing on the next day',
  )
}

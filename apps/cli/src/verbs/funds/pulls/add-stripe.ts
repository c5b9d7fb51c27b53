import { parseArgs } from 'node:util'
import type { CliIo } from '../../../verb.ts'
import { addOne } from './add-connector.ts'
import { nameOf, numberOf, readSecret } from './read-secret.ts'

export const ADD_STRIPE_USAGE = `       funds pull add stripe NAME --account acct_… --api-key-file FILE --signing-secret-file FILE [--test-mode]
                      [--pattern 'payout_reconciliation.itemized*'] [--every MINUTES]`

const text = { type: 'string' } as const
const options = {
  account: text,
  'api-key-file': text,
  'signing-secret-file': text,
  'test-mode': { type: 'boolean' },
  pattern: text,
  every: text,
} as const

/** Report runs of an account at Stripe, which tells the hub when one has succeeded. */
export async function addStripe(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const name = nameOf(positionals)
  const secrets = {
    apiKey: await readSecret(values['api-key-file'], 'api-key-file'),
    signingSecret: await readSecret(values['signing-secret-file'], 'signing-secret-file'),
  }
  return addOne(
    {
      name,
      kind: 'stripe',
      pattern: values.pattern ?? 'payout_reconciliation.itemized*',
      everyMinutes: numberOf(values.every),
      settings: { account: values.account ?? '', live: values['test-mode'] !== true },
      secrets,
    },
    io,
    `have Stripe send reporting.report_run.succeeded to /v1/notices/${name} of the hub`,
  )
}

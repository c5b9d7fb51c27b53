import { z } from 'zod'

/** Report runs that Stripe tells of. */
export const StripeSettings = z.strictObject({
  account: z.string().regex(/^acct_[A-Za-z0-9]{1,60}$/, 'the id of an account, acct_…'),
  /** Whether real money is told of; a run of the other kind is taken and not looked at. */
  live: z.boolean().default(true),
})
export type StripeSettings = z.output<typeof StripeSettings>

export const StripeSecrets = z.strictObject({
  /** How a report is fetched; a restricted key that may read report runs and files is enough. */
  apiKey: z.string().regex(/^[rs]k_(live|test)_[A-Za-z0-9]{8,500}$/, 'a secret or restricted key, sk_… or rk_…'),
  /** How a notice is known to be Stripe’s. */
  signingSecret: z.string().regex(/^whsec_[A-Za-z0-9+/=]{16,200}$/, 'the signing secret of the endpoint, whsec_…'),
})
export type StripeSecrets = z.output<typeof StripeSecrets>

import { z } from 'zod'

/** Reports of payouts by Stripe’s Reporting API. */
export const StripeSettings = z.strictObject({
  account: z
    .string()
    .regex(/^acct_[A-Za-z0-9]{1,64}$/, 'the id of an account, acct_…')
    .optional(),
  report: z
    .string()
    .regex(/^payout_reconciliation\.[a-z_]+\.\d{1,3}$/, 'a report type of payout reconciliation')
    .default('payout_reconciliation.itemized.5'),
})
export type StripeSettings = z.output<typeof StripeSettings>

export const StripeSecrets = z.strictObject({
  apiKey: z.string().regex(/^(sk|rk)_[A-Za-z0-9_]{8,250}$/, 'an API key, sk_… or rk_…'),
  noticeSecret: z.string().regex(/^whsec_[A-Za-z0-9+/=_-]{8,250}$/, 'the secret of a webhook endpoint, whsec_…'),
})
export type StripeSecrets = z.output<typeof StripeSecrets>

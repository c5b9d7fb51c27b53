import { z } from 'zod'

export const RUN_ID = /^frr_[A-Za-z0-9]{1,80}$/

/** A run of a report (docs.stripe.com/api/reporting/report_run/object). */
export const ReportRun = z.object({
  id: z.string().regex(RUN_ID),
  report_type: z.string().regex(/^[a-z0-9_.]{1,80}$/),
  status: z.string().max(40),
  livemode: z.boolean(),
  /** Once it has succeeded: the file. */
  result: z.object({ url: z.url(), size: z.int().nullish() }).nullable().optional(),
})

/** Any event; what is beside it is looked at once its type is known. */
export const StripeEvent = z.object({
  type: z.string().max(120),
  livemode: z.boolean(),
  /** Of an account that is connected to ours. */
  account: z.string().optional(),
  data: z.object({ object: z.unknown() }),
})

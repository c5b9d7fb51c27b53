import { z } from 'zod'

/** A scheme or a wallet, as payments carry it, e.g. `girocard`, `alipay`. */
export const MethodKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/** What a store must be able to do: the first step. */
export const Requirements = z.strictObject({
  methods: z
    .array(MethodKey)
    .min(1)
    .max(20)
    .refine((methods) => new Set(methods).size === methods.length),
  /** What has to come with each payment besides itself. */
  data: z.strictObject({
    /** The till's own reference. */
    basket: z.boolean(),
    cashier: z.boolean(),
    /** The totals each terminal tells at its end of day. */
    totals: z.boolean(),
  }),
  frequency: z.strictObject({
    /** A payment stands here so long after it was final, while the line is up. */
    arriveWithinSeconds: z.int().min(2).max(3_600),
    /** A lane that takes nothing for so long is worth a look. */
    saleEveryHours: z.int().min(1).max(336),
  }),
  /** Besides what always holds: TLS on the way to the hub, the agent's own key, no card number in what it tells. */
  security: z.strictObject({
    clockSeconds: z.int().min(1).max(60),
    diskFreePercent: z.int().min(1).max(50),
    leastVersion: z
      .string()
      .regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/)
      .nullable(),
    /** A PCI PTS approval that has not ended, of the device at each lane. */
    approval: z.boolean(),
    p2pe: z.boolean(),
  }),
})
export type Requirements = z.infer<typeof Requirements>

import { z } from 'zod'
import { Day } from './day.ts'
import { RsaPrivateKey, RsaPublicKey } from './rsa-key.ts'

export const alipayBills = ['trade', 'signcustomer'] as const

/** Alipay’s open platform. */
export const AlipaySettings = z.strictObject({
  app: z.string().regex(/^\d{16}$/, 'the sixteen digits of an app'),
  /** 支付宝公钥, not the one of the app. */
  platformKey: RsaPublicKey,
  bills: z
    .array(z.enum(alipayBills))
    .min(1)
    .default([...alipayBills]),
  fromDay: Day.optional(),
})
export type AlipaySettings = z.output<typeof AlipaySettings>

export const AlipaySecrets = z.strictObject({ privateKey: RsaPrivateKey })
export type AlipaySecrets = z.output<typeof AlipaySecrets>

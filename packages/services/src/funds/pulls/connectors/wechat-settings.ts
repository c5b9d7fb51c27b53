import { z } from 'zod'
import { Day } from './day.ts'
import { RsaPrivateKey, RsaPublicKey } from './rsa-key.ts'

export const wechatBills = ['tradebill', 'fundflowbill'] as const

const Serial = z.string().regex(/^[A-Za-z0-9_]{8,80}$/, 'a serial number in hexadecimal, or PUB_KEY_ID_…')

/** WeChat Pay APIv3. */
export const WechatSettings = z.strictObject({
  /** 商户号 */
  merchant: z.string().regex(/^\d{8,12}$/, 'the number of a merchant'),
  subMerchant: z
    .string()
    .regex(/^\d{8,12}$/, 'the number of a merchant')
    .optional(),
  /** Of our certificate, as requests name it. */
  certificateSerial: Serial,
  /** Several while the platform changes its key. */
  platformKeys: z
    .array(z.strictObject({ id: Serial, key: RsaPublicKey }))
    .min(1)
    .max(5),
  bills: z
    .array(z.enum(wechatBills))
    .min(1)
    .default([...wechatBills]),
  gzip: z.boolean().default(false),
  fromDay: Day.optional(),
})
export type WechatSettings = z.output<typeof WechatSettings>

export const WechatSecrets = z.strictObject({ privateKey: RsaPrivateKey })
export type WechatSecrets = z.output<typeof WechatSecrets>

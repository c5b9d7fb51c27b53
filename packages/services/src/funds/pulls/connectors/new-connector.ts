import { z } from 'zod'
import { AdyenSecrets, AdyenSettings } from './adyen-settings.ts'
import { AlipaySecrets, AlipaySettings } from './alipay-settings.ts'
import { StripeSecrets, StripeSettings } from './stripe-settings.ts'
import { WechatSecrets, WechatSettings } from './wechat-settings.ts'

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'at most 40 of a to z, 0 to 9, dot, dash and underscore'),
  /** Of names of reports, where a provider tells of several kinds. */
  pattern: z
    .string()
    .regex(/^[^\p{Cc}/\\]{1,120}$/u, 'a name in which * and ? stand for others')
    .default('*'),
  everyMinutes: z.int().min(1).max(1_440).default(30),
}

export const NewConnector = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('wechat'), settings: WechatSettings, secrets: WechatSecrets }),
  z.strictObject({ ...common, kind: z.literal('alipay'), settings: AlipaySettings, secrets: AlipaySecrets }),
  z.strictObject({ ...common, kind: z.literal('adyen'), settings: AdyenSettings, secrets: AdyenSecrets }),
  z.strictObject({ ...common, kind: z.literal('stripe'), settings: StripeSettings, secrets: StripeSecrets }),
])
export type NewConnector = z.input<typeof NewConnector>

import type { PullKind } from '@counterfoil/services/funds/pulls'
import { adyen } from './adyen/index.ts'
import { alipay } from './alipay/index.ts'
import type { Connector } from './connector.ts'
import { stripe } from './stripe/index.ts'
import { wechat } from './wechat/index.ts'

/** Each provider by its kind. */
export const connectors: Readonly<Partial<Record<PullKind, Connector>>> = { wechat, alipay, adyen, stripe }

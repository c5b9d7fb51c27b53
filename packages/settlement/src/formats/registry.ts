import { builtInMappings } from '../mapping/built-in/index.ts'
import { adyen } from './adyen/definition.ts'
import { alipayMovements, alipayTrade } from './alipay/definition.ts'
import { bai2 } from './bai2/definition.ts'
import { camt } from './camt/definition.ts'
import type { FileFormat, SourceFile } from './format.ts'
import { mt940 } from './mt940/definition.ts'
import { paypal } from './paypal/definition.ts'
import { stripe } from './stripe/definition.ts'
import { unionpay } from './unionpay/definition.ts'
import { wechatFundFlow, wechatTradeBill } from './wechat/definition.ts'

/** Every kind of file there is, the surest marks first. A new one is one line here. */
export const fileFormats: readonly FileFormat[] = [
  camt,
  adyen,
  stripe,
  paypal,
  wechatTradeBill,
  wechatFundFlow,
  alipayTrade,
  alipayMovements,
  unionpay,
  bai2,
  mt940,
  ...builtInMappings,
]

/** The format that a file's beginning fits, or nothing. */
export function findFormat(file: SourceFile): FileFormat | undefined {
  return fileFormats.find((format) => format.detect(file))
}

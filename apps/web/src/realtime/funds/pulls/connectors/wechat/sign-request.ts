import { sign } from 'node:crypto'
import type { WechatSecrets, WechatSettings } from '@counterfoil/services/funds/pulls'

export interface RequestMark {
  readonly nowMs: number
  readonly nonce: string
}

/**
 * The `Authorization` of a request without a body: method, path with query, time, nonce and an empty body, each ended by a line
 * feed, signed with the merchant's key. WeChat Pay APIv3, 签名生成 (pay.weixin.qq.com/doc/v3/merchant/4012365336).
 */
export function signRequest(
  url: URL,
  { merchant, certificateSerial }: Pick<WechatSettings, 'merchant' | 'certificateSerial'>,
  { privateKey }: WechatSecrets,
  { nowMs, nonce }: RequestMark,
): string {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const signature = sign('sha256', Buffer.from(`GET\n${url.pathname}${url.search}\n${timestamp}\n${nonce}\n\n`), privateKey)
  const parts = {
    mchid: merchant,
    nonce_str: nonce,
    timestamp,
    serial_no: certificateSerial,
    signature: signature.toString('base64'),
  }
  return `WECHATPAY2-SHA256-RSA2048 ${Object.entries(parts)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`
}

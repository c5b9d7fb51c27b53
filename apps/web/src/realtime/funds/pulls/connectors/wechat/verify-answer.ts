import { verify } from 'node:crypto'
import type { WechatSettings } from '@counterfoil/services/funds/pulls'
import { PullError } from '../../pull-error.ts'

const TOLERANCE_S = 300

/**
 * Whether WeChat Pay said this, now: time, nonce and body, each ended by a line feed, signed with the key the answer names.
 * WeChat Pay APIv3, 签名验证 (pay.weixin.qq.com/doc/v3/merchant/4013053420): an answer of 2xx without a signature is forged; errors
 * have one only where our own signature was right, and are checked when they have. Throws a `PullError`.
 */
export function verifyAnswer(
  { status, headers }: { readonly status: number; readonly headers: Headers },
  body: string,
  { platformKeys }: Pick<WechatSettings, 'platformKeys'>,
  nowMs: number,
): void {
  const [signature, serial, timestamp, nonce] = ['signature', 'serial', 'timestamp', 'nonce'].map((name) =>
    headers.get(`wechatpay-${name}`),
  )
  if (signature == null) {
    if (status >= 200 && status < 300) throw new PullError('answer_not_signed')
    return
  }
  const key = platformKeys.find(({ id }) => id.toUpperCase() === serial?.toUpperCase())?.key
  // The platform has another key than we know: nothing it says can be believed until somebody has looked.
  if (key === undefined) throw new PullError('answer_signature_wrong')
  const said = Buffer.from(`${timestamp ?? ''}\n${nonce ?? ''}\n${body}\n`)
  if (!verify('sha256', said, key, Buffer.from(signature, 'base64'))) throw new PullError('answer_signature_wrong')
  // After the signature: a forged time tells nothing.
  if (!(Math.abs(Number(timestamp) - nowMs / 1_000) <= TOLERANCE_S)) throw new PullError('answer_old')
}

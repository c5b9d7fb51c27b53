import { createHmac } from 'node:crypto'
import { PullError } from '../../pull-error.ts'
import { sameText } from '../same-text.ts'

const TOLERANCE_S = 300

/**
 * Whether Stripe has signed this body, and just now: `Stripe-Signature` has a time `t` and HMAC-SHA256 values `v1` of time, dot and
 * body by the endpoint's secret; several while a secret is changed (docs.stripe.com/webhooks/signatures). Throws a `PullError`.
 */
export function checkSignature(given: string, body: Buffer, signingSecret: string, nowMs: number): void {
  const parts = given.split(',').map((part) => part.trim().split('=', 2))
  const at = parts.find(([scheme]) => scheme === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(at)) throw new PullError('notice_signature_wrong')
  const right = createHmac('sha256', signingSecret).update(`${at}.`).update(body).digest('hex')
  const signed = parts.filter(([scheme, value = '']) => scheme === 'v1' && sameText(right, value))
  if (signed.length === 0) throw new PullError('notice_signature_wrong')
  if (Math.abs(Number(at) - nowMs / 1_000) > TOLERANCE_S) throw new PullError('notice_old')
}

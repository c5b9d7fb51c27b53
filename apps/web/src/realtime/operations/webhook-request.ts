import { createHmac } from 'node:crypto'
import type { Trial } from '@counterfoil/services/alerts'
import type { Notice } from '@counterfoil/services/operations'

export interface SignedRequest {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A notice as it is sent, signed as Standard Webhooks 1.0 has it: HMAC-SHA256 over `id.timestamp.body`. The id stays the same when it
 * is sent again, the time of the signature does not.
 */
export function signNotice(notice: Notice, secret: string, nowMs: number): SignedRequest {
  const { alertId, event, rule, subject, severity, raisedAt, endedAt, endedWhy, value, raiseAt } = notice
  const body = JSON.stringify({
    type: `alert.${event}`,
    timestamp: (endedAt ?? raisedAt).toISOString(),
    data: {
      alert: alertId,
      rule,
      subject,
      severity,
      raisedAt: raisedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      endedWhy,
      value,
      raiseAt,
      text: `${event === 'raised' ? severity.toUpperCase() : 'ENDED'} ${rule} (${subject}): ${value}, alert at ${raiseAt}`,
    },
  })
  return signBody(`${alertId}.${event}`, body, secret, nowMs)
}

/** A test that somebody asked for, signed in the same way. */
export function signTrial({ id, name, askedAt }: Trial, secret: string, nowMs: number): SignedRequest {
  const body = JSON.stringify({
    type: 'alert.test',
    timestamp: askedAt.toISOString(),
    data: { destination: name, text: 'Test: nothing is wrong.' },
  })
  return signBody(`${id}.${askedAt.getTime()}`, body, secret, nowMs)
}

function signBody(id: string, body: string, secret: string, nowMs: number): SignedRequest {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  }
}

import { createHmac } from 'node:crypto'
import { listen, sendTruncated } from './listen.ts'

export type AdyenFault = { readonly status: number } | 'page' | 'truncated' | 'redirect'

export interface AdyenServer {
  readonly origin: string
  put(path: string, text: string): void
  /** In turn, one for each request for that path; then all is well. */
  fail(path: string, ...faults: readonly AdyenFault[]): void
  readonly asked: string[]
  close(): Promise<void>
}

/** Stands in for ca-live.adyen.com: gives a report to its user alone, or to who has the API key. */
export async function openAdyen(login: {
  readonly user: string
  readonly password: string
  readonly apiKey: string
}): Promise<AdyenServer> {
  const reports = new Map<string, string>()
  const faults = new Map<string, AdyenFault[]>()
  const asked: string[] = []
  const basic = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  const { origin, close } = await listen((request, response) => {
    const path = request.url ?? ''
    if (request.headers.authorization !== basic && request.headers['x-api-key'] !== login.apiKey)
      return response.writeHead(401).end()
    asked.push(path)
    const fault = faults.get(path)?.shift()
    const report = reports.get(path)
    if (fault === 'page')
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Log in</html>')
    if (fault === 'redirect') return response.writeHead(302, { location: 'http://127.0.0.1:1/login' }).end()
    if (typeof fault === 'object') return response.writeHead(fault.status).end()
    if (report === undefined || request.method !== 'GET') return response.writeHead(404).end()
    if (fault === 'truncated') return sendTruncated(response, Buffer.from(report))
    return response.writeHead(200, { 'content-type': 'text/csv' }).end(report)
  })
  return {
    origin,
    put: (path, text) => reports.set(path, text),
    fail: (path, ...list) => faults.set(path, [...list]),
    asked,
    close,
  }
}

interface ItemGiven {
  readonly name: string
  readonly url: string
  readonly account?: string
  readonly eventCode?: string
  readonly success?: string
}

/** What Adyen tells, each item signed by the key; `change` what somebody on the way did to it. */
export function adyenNotice(items: readonly ItemGiven[], hmacKey: string | null, change = (text: string) => text): string {
  const notificationItems = items.map(({ name, url, account = 'M1', eventCode = 'REPORT_AVAILABLE', success = 'true' }) => {
    const text = `${name}::${account}::0:EUR:${eventCode}:${success}`
    const hmacSignature =
      hmacKey === null ? null : createHmac('sha256', Buffer.from(hmacKey, 'hex')).update(text, 'utf8').digest('base64')
    return {
      NotificationRequestItem: {
        amount: { currency: 'EUR', value: 0 },
        eventCode,
        eventDate: '2026-05-13T10:03:08+02:00',
        merchantAccountCode: account,
        merchantReference: '',
        pspReference: name,
        reason: url,
        success,
        ...(hmacSignature === null ? {} : { additionalData: { hmacSignature } }),
      },
    }
  })
  return change(JSON.stringify({ live: 'false', notificationItems }))
}

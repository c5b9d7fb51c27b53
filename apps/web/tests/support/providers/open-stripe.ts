import { createHmac } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { listen, sendTruncated } from './listen.ts'

export type StripeFault =
  | { readonly status: number }
  | 'truncated'
  | 'short'
  | 'redirect'
  | 'pending'
  | 'failed'
  | 'other run'
  | { readonly at: string }

export interface StripeServer {
  readonly origin: string
  /** A run that has succeeded; returns it as an event holds it. */
  put(id: string, content: string, about?: { readonly type?: string; readonly livemode?: boolean }): object
  /** In turn, one for each request for that run; then all is well. */
  fail(id: string, ...faults: readonly StripeFault[]): void
  readonly asked: string[]
  close(): Promise<void>
}

/** Stands in for api.stripe.com and files.stripe.com: answers nobody but the key's holder, errors as Stripe words them. */
export async function openStripe(apiKey: string): Promise<StripeServer> {
  const runs = new Map<string, { run: Record<string, unknown>; content: string }>()
  const faults = new Map<string, StripeFault[]>()
  const asked: string[] = []
  const { origin, close } = await listen((request, response) => {
    const path = request.url ?? ''
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refuse(response, 401, 'Invalid API Key provided')
    asked.push(path)
    if (request.method !== 'GET') return refuse(response, 404, 'Unrecognized request URL')
    const [, id = ''] = /^\/v1\/reporting\/report_runs\/(\w+)$/.exec(path) ?? []
    const [, file = ''] = /^\/v1\/files\/file_(\w+)\/contents$/.exec(path) ?? []
    const found = runs.get(id || `frr_${file}`)
    if (found === undefined) return refuse(response, 404, `No such report run: '${id}'`)
    const kept = faults.get(String(found.run.id)) ?? []
    const ofFile = kept[0] === 'truncated' || kept[0] === 'short'
    const fault = ofFile === (file !== '') ? kept.shift() : undefined
    if (file !== '') {
      if (fault === 'truncated') return sendTruncated(response, Buffer.from(found.content))
      return response
        .writeHead(200, { 'content-type': 'text/csv' })
        .end(found.content.slice(0, fault === 'short' ? -9 : undefined))
    }
    if (fault === 'redirect') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    if (typeof fault === 'object' && 'status' in fault) return refuse(response, fault.status, 'as asked for by the test')
    return json(response, 200, changed(found.run, fault))
  })
  return {
    origin,
    put(id, content, { type = 'payout_reconciliation.itemized.5', livemode = true } = {}) {
      const file = id.replace('frr_', 'file_')
      const result = {
        id: file,
        object: 'file',
        created: 1_778_630_000,
        filename: `${id}.csv`,
        purpose: 'finance_report_run',
        size: Buffer.byteLength(content),
        type: 'csv',
        url: `${origin}/v1/files/${file}/contents`,
      }
      const run = {
        id,
        object: 'reporting.report_run',
        created: 1_778_629_900,
        error: null,
        livemode,
        parameters: { interval_start: 1_778_457_600, interval_end: 1_778_544_000 },
        report_type: type,
        result,
        status: 'succeeded',
        succeeded_at: 1_778_630_000,
      }
      runs.set(id, { run, content })
      return run
    },
    fail: (id, ...list) => faults.set(id, [...list]),
    asked,
    close,
  }
}

function changed(run: Record<string, unknown>, fault: StripeFault | undefined): object {
  if (fault === 'pending') return { ...run, status: 'pending', result: null, succeeded_at: null }
  if (fault === 'failed') return { ...run, status: 'failed', result: null, error: 'An error occurred', succeeded_at: null }
  if (fault === 'other run') return { ...run, id: 'frr_another' }
  if (typeof fault === 'object' && 'at' in fault) return { ...run, result: { ...(run.result as object), url: fault.at } }
  return run
}

const refuse = (response: ServerResponse, status: number, message: string) =>
  json(response, status, { error: { message, type: 'invalid_request_error' } })

function json(response: ServerResponse, status: number, body: object): ServerResponse {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body, null, 2))
}

/** An event as Stripe sends it, indented as it is. */
export function stripeEvent(
  run: object,
  {
    type = 'reporting.report_run.succeeded',
    livemode = true,
    ...more
  }: { type?: string; livemode?: boolean; account?: string } = {},
): string {
  return JSON.stringify(
    {
      id: 'evt_1TestOfAReport',
      object: 'event',
      api_version: '2025-09-30.clover',
      created: 1_778_630_001,
      data: { object: run },
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      ...more,
    },
    null,
    2,
  )
}

/** `Stripe-Signature` of a body: by each of the secrets, beside the scheme that only test mode has. */
export function stripeSignature(body: string, atMs: number, ...secrets: readonly string[]): Record<string, string> {
  const at = Math.floor(atMs / 1_000)
  const sign = (secret: string) => createHmac('sha256', secret).update(`${at}.${body}`, 'utf8').digest('hex')
  return { 'stripe-signature': [`t=${at}`, ...secrets.map((secret) => `v1=${sign(secret)}`), `v0=${sign('v0')}`].join(',') }
}

import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listen, sendTruncated } from './listen.ts'

export type AlipayFault =
  | { readonly status: number }
  | { readonly code: string; readonly why: string; readonly unsigned?: boolean }
  | 'unsigned'
  | 'forged'
  | 'altered'
  | 'truncated'
  | 'cut_short'
  | 'page'
  | 'redirect'
  | 'file_redirect'
  | { readonly downloadAt: string }

export interface AlipayServer {
  readonly origin: string
  readonly platformKey: string
  /** An app that may ask; its key. */
  addApp(app: string): string
  put(app: string, what: string, day: string, zip: Uint8Array): void
  /** In turn, one for each request whose signature was right; then all is well. */
  fail(app: string, ...faults: readonly AlipayFault[]): void
  readonly asked: string[]
  readonly wrong: string[]
  close(): Promise<void>
}

const NODE = 'alipay_data_dataservice_bill_downloadurl_query_response'
const PUBLIC = ['app_id', 'charset', 'format', 'method', 'sign_type', 'timestamp', 'version']
const rsa = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

/** Stands in for openapi.alipay.com and dwbillcenter.alipay.com: an address is good for one fetch within 30 seconds. */
export async function openAlipay(nowMs: () => number): Promise<AlipayServer> {
  const platform = rsa()
  const stranger = rsa()
  const apps = new Map<string, string>()
  const bills = new Map<string, Uint8Array>()
  const faults = new Map<string, AlipayFault[]>()
  const files = new Map<string, { bytes: Uint8Array; fault: AlipayFault | undefined; untilMs: number }>()
  const asked: string[] = []
  const wrong: string[] = []

  /** The parameters, where all is as it should be; else why not. */
  function check(url: URL, body: string): Record<string, string> | string {
    const given = { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(new URLSearchParams(body)) }
    const { sign: signature = '', ...rest } = given
    const names = Object.keys(rest).toSorted()
    if (names.join() !== [...PUBLIC, 'biz_content'].toSorted().join()) return 'isv.missing-method'
    const key = apps.get(given.app_id ?? '')
    if (key === undefined) return 'isv.invalid-app-id'
    if (given.method !== 'alipay.data.dataservice.bill.downloadurl.query' || given.version !== '1.0') return 'isv.invalid-method'
    const at = Date.parse(`${(given.timestamp ?? '').replace(' ', 'T')}+08:00`)
    if (!(Math.abs(at - nowMs()) < 600_000)) return 'isv.invalid-timestamp'
    const text = names.map((name) => `${name}=${rest[name]}`).join('&')
    const right = verify('sha256', Buffer.from(text), createPublicKey(key), Buffer.from(signature, 'base64'))
    return right ? given : 'isv.invalid-signature'
  }

  function say(response: ServerResponse, node: string, said: Record<string, string>, fault?: AlipayFault): ServerResponse {
    // Escaped as the real one does: whoever reads and writes it anew gets another text.
    const text = JSON.stringify(said).replaceAll('/', '\\/')
    const unsigned = fault === 'unsigned' || (typeof fault === 'object' && 'unsigned' in fault && fault.unsigned === true)
    const signature = sign('sha256', Buffer.from(text), fault === 'forged' ? stranger.privateKey : platform.privateKey)
    const shown = fault === 'altered' ? text.replace('fileId=', 'fileId=9') : text
    response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' })
    return response.end(`{"${node}":${shown}${unsigned ? '' : `,"sign":"${signature.toString('base64')}"`}}`)
  }

  function tell(request: IncomingMessage, response: ServerResponse, url: URL, body: string): unknown {
    const given = check(url, body)
    if (typeof given === 'string') {
      wrong.push(given)
      return say(response, 'error_response', { code: '40002', msg: 'Invalid Arguments', sub_code: given }, 'unsigned')
    }
    const app = given.app_id ?? ''
    const { bill_type: what, bill_date: day } = JSON.parse(given.biz_content ?? '') as { bill_type: string; bill_date: string }
    asked.push(`${app} ${what} ${day}`)
    const fault = faults.get(app)?.shift()
    if (fault === 'redirect') return response.writeHead(307, { location: 'http://127.0.0.1:1/gateway.do' }).end()
    if (typeof fault === 'object' && 'status' in fault) return response.writeHead(fault.status).end('<html>busy</html>')
    if (typeof fault === 'object' && 'code' in fault)
      return say(response, NODE, { code: fault.code, msg: '', sub_code: fault.why }, fault)
    const bytes = bills.get(`${app} ${what} ${day}`)
    if (bytes === undefined)
      return say(response, NODE, { code: '40004', msg: 'Business Failed', sub_code: 'isp.bill_not_exist', sub_msg: '账单不存在' })
    const file = String(asked.length)
    files.set(file, { bytes, fault, untilMs: nowMs() + 30_000 })
    const at = typeof fault === 'object' ? fault.downloadAt : `http://${request.headers.host}`
    const address = `${at}/downloadBillFile.resource?bizType=${what}&fileId=${file}`
    return say(response, NODE, { code: '10000', msg: 'Success', bill_download_url: address }, fault)
  }

  function give(response: ServerResponse, id: string): unknown {
    const file = files.get(id)
    files.delete(id)
    if (file === undefined || file.untilMs < nowMs() || file.fault === 'page') {
      response.writeHead(200, { 'content-type': 'text/html' })
      return response.end('<html>链接已失效</html>')
    }
    if (file.fault === 'truncated') return sendTruncated(response, file.bytes)
    if (file.fault === 'file_redirect') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    // Without a length: nothing but the file itself says that it ends too early.
    return response.end(file.fault === 'cut_short' ? file.bytes.subarray(0, -22) : file.bytes)
  }

  const { origin, close } = await listen((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://alipay.invalid')
    if (request.method === 'POST' && url.pathname === '/gateway.do') return tell(request, response, url, body)
    if (request.method === 'GET' && url.pathname === '/downloadBillFile.resource')
      return give(response, url.searchParams.get('fileId') ?? '')
    return response.writeHead(404).end()
  })
  return {
    origin,
    platformKey: platform.publicKey,
    addApp(app) {
      const { publicKey, privateKey } = rsa()
      apps.set(app, publicKey)
      return privateKey
    },
    put: (app, what, day, zip) => bills.set(`${app} ${what} ${day}`, zip),
    fail: (app, ...list) => faults.set(app, [...list]),
    asked,
    wrong,
    close,
  }
}

import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { listen, sendTruncated } from './listen.ts'

/** What goes wrong at the next request of a merchant. */
export type WechatFault =
  | { readonly status: number; readonly code?: string }
  | 'unsigned'
  | 'forged'
  | 'altered'
  | 'stale'
  | 'other_hash'
  | 'truncated'
  | 'redirect'
  | { readonly downloadAt: string }

export interface WechatServer {
  readonly origin: string
  readonly platform: { readonly id: string; readonly key: string }
  /** A merchant that may ask, and its key. */
  addMerchant(merchant: string): { readonly certificateSerial: string; readonly privateKey: string }
  put(merchant: string, what: string, day: string, text: string): void
  /** In turn, one for each request for an address; then all is well. */
  fail(merchant: string, ...faults: readonly WechatFault[]): void
  /** Requests for addresses whose signature was right: merchant, kind, day. */
  readonly asked: string[]
  /** What a request did wrong. */
  readonly wrong: string[]
  readonly downloads: string[]
  close(): Promise<void>
}

const rsa = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

/** Stands in for api.mch.weixin.qq.com: believes no signature it has not checked itself, and signs what it says. */
export async function openWechat(nowMs: () => number): Promise<WechatServer> {
  const platform = { id: 'PUB_KEY_ID_0119000000012026051300000000000001', ...rsa() }
  const stranger = rsa()
  const merchants = new Map<string, { serial: string; publicKey: string }>()
  const bills = new Map<string, string>()
  const faults = new Map<string, WechatFault[]>()
  const nonces = new Set<string>()
  const tokens = new Map<string, { merchant: string; bytes: Uint8Array; fault: WechatFault | undefined }>()
  const asked: string[] = []
  const wrong: string[] = []
  const downloads: string[] = []

  function merchantOf(request: IncomingMessage): string | null {
    const said = /^WECHATPAY2-SHA256-RSA2048 (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const parts = new Map([...said.matchAll(/(\w+)="([^"]*)"(?:,|$)/g)].map(([, name, value]) => [name, value] as const))
    const part = (name: string) => parts.get(name) ?? ''
    const no = (why: string) => {
      wrong.push(why)
      return null
    }
    const merchant = merchants.get(part('mchid'))
    if (merchant === undefined) return no('mchid')
    if (part('serial_no') !== merchant.serial) return no('serial_no')
    if (!/^[0-9A-Za-z]{16,32}$/.test(part('nonce_str')) || nonces.has(part('nonce_str'))) return no('nonce_str')
    nonces.add(part('nonce_str'))
    if (!(Math.abs(Number(part('timestamp')) - nowMs() / 1_000) <= 300)) return no('timestamp')
    const text = `${request.method}\n${request.url}\n${part('timestamp')}\n${part('nonce_str')}\n\n`
    const right = verify(
      'sha256',
      Buffer.from(text),
      createPublicKey(merchant.publicKey),
      Buffer.from(part('signature'), 'base64'),
    )
    return right ? part('mchid') : no('signature')
  }

  function say(response: ServerResponse, status: number, body: unknown, fault?: WechatFault): ServerResponse {
    const text = JSON.stringify(body)
    const timestamp = String(Math.floor(nowMs() / 1_000) - (fault === 'stale' ? 301 : 0))
    const nonce = createHash('md5').update(`${asked.length}`).digest('hex')
    const key = fault === 'forged' ? stranger.privateKey : platform.privateKey
    const signature = sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${text}\n`), key).toString('base64')
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      ...(fault === 'unsigned'
        ? {}
        : {
            'wechatpay-timestamp': timestamp,
            'wechatpay-nonce': nonce,
            'wechatpay-signature': signature,
            'wechatpay-serial': platform.id,
          }),
    })
    // Somebody on the way has changed it after it was signed.
    return response.end(fault === 'altered' ? text.replace('token=', 'token=other') : text)
  }

  function tell(request: IncomingMessage, response: ServerResponse, url: URL): unknown {
    const merchant = merchantOf(request)
    if (merchant === null) {
      response.writeHead(401, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误' }))
    }
    const what = url.pathname.slice('/v3/bill/'.length)
    const wanted = `${url.searchParams.get('sub_mchid') ?? merchant} ${what} ${url.searchParams.get('bill_date')}`
    asked.push(wanted)
    const fault = faults.get(merchant)?.shift()
    if (fault === 'redirect') {
      response.writeHead(302, { location: `http://127.0.0.1:1/v3/bill` })
      return response.end()
    }
    if (typeof fault === 'object' && 'status' in fault)
      return say(response, fault.status, { code: fault.code ?? 'SYSTEM_ERROR', message: '' })
    const bill = bills.get(wanted)
    if (bill === undefined) return say(response, 400, { code: 'NO_STATEMENT_EXIST', message: '请求的账单文件不存在' })
    const bytes = Buffer.from(bill)
    const token = `t${tokens.size}`
    const gzip = url.searchParams.get('tar_type') === 'GZIP'
    tokens.set(token, { merchant, bytes: gzip ? gzipSync(bytes) : bytes, fault })
    const at = typeof fault === 'object' ? fault.downloadAt : `http://${request.headers.host}`
    say(
      response,
      200,
      {
        hash_type: 'SHA1',
        hash_value: createHash('sha1')
          .update(fault === 'other_hash' ? 'another bill' : bytes)
          .digest('hex'),
        download_url: `${at}/v3/billdownload/file?token=${token}${gzip ? '&tartype=gzip' : ''}`,
      },
      fault,
    )
  }

  function give(request: IncomingMessage, response: ServerResponse, url: URL): unknown {
    const file = tokens.get(url.searchParams.get('token') ?? '')
    if (file === undefined || merchantOf(request) !== file.merchant) {
      response.writeHead(401)
      return response.end()
    }
    downloads.push(file.merchant)
    if (file.fault === 'truncated') return sendTruncated(response, file.bytes)
    // As the real one: nothing of this answer is signed.
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.end(file.bytes)
  }

  const { origin, close } = await listen((request, response) => {
    const url = new URL(request.url ?? '/', 'http://wechat.invalid')
    if (request.method === 'GET' && /^\/v3\/bill\/(tradebill|fundflowbill)$/.test(url.pathname))
      return tell(request, response, url)
    if (request.method === 'GET' && url.pathname === '/v3/billdownload/file') return give(request, response, url)
    response.writeHead(404)
    response.end()
  })
  return {
    origin,
    platform: { id: platform.id, key: platform.publicKey },
    addMerchant(merchant) {
      const { publicKey, privateKey } = rsa()
      const certificateSerial = createHash('sha1').update(merchant).digest('hex').toUpperCase()
      merchants.set(merchant, { serial: certificateSerial, publicKey })
      return { certificateSerial, privateKey }
    },
    put: (merchant, what, day, text) => bills.set(`${merchant} ${what} ${day}`, text),
    fail: (merchant, ...list) => faults.set(merchant, [...list]),
    asked,
    wrong,
    downloads,
    close,
  }
}

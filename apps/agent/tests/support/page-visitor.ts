import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'

export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
  readonly text: string
}

export interface PageAsk {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
  readonly body?: string
}

/** One request, with whatever Host, Origin and cookie a test wants. */
export function askPage(url: string, { method = 'GET', headers = {}, form, body }: PageAsk = {}): Promise<PageAnswer> {
  const sent = form === undefined ? body : new URLSearchParams(form).toString()
  return new Promise((resolve, reject) => {
    const type = form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }
    const request = httpRequest(url, { method, headers: { ...type, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() })
      })
    })
    request.on('error', reject)
    request.end(sent)
  })
}

/** A browser that came in with a key: keeps its cookie and sends Origin as browsers do. */
export interface Visitor {
  readonly origin: string
  /** Address of the page, with a slash at its end. */
  readonly home: string
  readonly cookie: string
  get(path?: string, headers?: Readonly<Record<string, string>>): Promise<PageAnswer>
  post(path: string, form?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<PageAnswer>
}

export async function visitWith(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Visitor> {
  const entered = await askPage(address, { headers })
  const [cookieHeader = ''] = entered.headers['set-cookie'] ?? []
  const [cookie = ''] = String(cookieHeader).split(';')
  const path = /url=([^"]+)"/.exec(entered.text)?.[1] ?? ''
  if (entered.status !== 200 || cookie === '' || path === '') throw new Error(`not let in: ${entered.status} ${entered.text}`)
  const { origin } = new URL(address)
  const home = new URL(path, origin).href
  return {
    origin,
    home,
    cookie,
    get: (sub = '', more = {}) => askPage(new URL(sub, home).href, { headers: { Cookie: cookie, ...more } }),
    post: (sub, form = {}, more = {}) =>
      askPage(new URL(sub, home).href, { method: 'POST', form, headers: { Cookie: cookie, Origin: origin, ...more } }),
  }
}

/** Local addresses of listening TCP sockets of this machine at `port`, as the kernel tells them (proc(5)): `0100007F` is 127.0.0.1. */
export function listeningAt(port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, local = '', , state] = line.trim().split(/\s+/)
        const [address = '', at] = local.split(':')
        return state === '0A' && at === wanted ? [address] : []
      }),
  )
}

/** The hidden fields of a page's form. */
export function hiddenFields(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

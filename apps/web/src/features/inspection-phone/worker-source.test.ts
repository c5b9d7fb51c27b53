import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it } from 'vitest'
import { workerSource } from './worker-source.ts'

const ORIGIN = 'https://pay.chain.example'
const pageOf = (release: string) => `<html><script src="/_next/static/chunks/${release}.js"></script></html>`

/** As much of a browser as the worker asks for. */
class Browser {
  network: ((address: string) => Response) | null = null
  unregistered = false
  readonly caches = new Map<string, Map<string, Response>>()
  readonly #listeners = new Map<string, (event: object) => void>()

  constructor() {
    const fetchNow = async (asked: string | { url: string }) => {
      if (this.network === null) throw new TypeError('no network')
      return this.network(new URL(typeof asked === 'string' ? asked : asked.url, ORIGIN).pathname)
    }
    const open = async (name: string) => {
      const cache = this.caches.get(name) ?? new Map<string, Response>()
      this.caches.set(name, cache)
      return {
        match: async (address: string) => cache.get(address)?.clone(),
        put: async (address: string, response: Response) => void cache.set(address, response),
        add: async (address: string) => {
          const response = await fetchNow(address)
          if (!response.ok) throw new TypeError('not there')
          cache.set(address, response)
        },
      }
    }
    runInNewContext(workerSource, {
      ...{ URL, Response, TextEncoder, Uint8Array, crypto, fetch: fetchNow },
      setTimeout: () => 0,
      caches: { open, keys: async () => [...this.caches.keys()], delete: async (name: string) => this.caches.delete(name) },
      self: {
        location: { origin: ORIGIN },
        addEventListener: (name: string, listener: (event: object) => void) => this.#listeners.set(name, listener),
        skipWaiting: async () => {},
        clients: { claim: async () => {} },
        registration: {
          unregister: async () => {
            this.unregistered = true
          },
        },
      },
    })
  }

  async install(): Promise<void> {
    const work: Promise<unknown>[] = []
    this.#listeners.get('install')?.({ waitUntil: (one: Promise<unknown>) => work.push(one) })
    await Promise.all(work)
  }

  /** What the page gets; undefined: the worker left the request alone. */
  async ask(path: string, { mode = 'no-cors', method = 'GET' } = {}): Promise<string | undefined> {
    const work: Promise<unknown>[] = []
    let answer: Promise<Response> | undefined
    this.#listeners.get('fetch')?.({
      request: { url: ORIGIN + path, mode, method },
      respondWith: (given: Promise<Response>) => {
        answer = given
      },
      waitUntil: (one: Promise<unknown>) => work.push(one),
    })
    const text = await answer?.then((response) => response.text())
    await Promise.all(work)
    return text
  }
}

const navigate = { mode: 'navigate' }
let browser: Browser
const serve = (release: string) => (address: string) =>
  address === '/inspections/do' ? new Response(pageOf(release)) : new Response(`code of ${address}`)
beforeEach(async () => {
  browser = new Browser()
  browser.network = serve('one')
  await browser.install()
})

describe('the worker', () => {
  it('shows the page with its files where there is no network, whatever store stands in the address', async () => {
    browser.network = null
    expect(await browser.ask('/inspections/do?store=7', navigate)).toBe(pageOf('one'))
    expect(await browser.ask('/_next/static/chunks/one.js')).toBe('code of /_next/static/chunks/one.js')
  })

  it('takes the page of a new release from the server, and keeps that one alone', async () => {
    browser.network = serve('two')
    expect(await browser.ask('/inspections/do', navigate)).toBe(pageOf('two'))
    expect(browser.caches.size).toBe(1)
    browser.network = null
    expect(await browser.ask('/inspections/do', navigate)).toBe(pageOf('two'))
  })

  it('takes itself away when a release cannot be kept whole', async () => {
    browser.network = (address) =>
      address === '/inspections/do' ? new Response(pageOf('two')) : new Response('gone', { status: 404 })
    expect(await browser.ask('/inspections/do', navigate)).toBe(pageOf('two'))
    expect([browser.unregistered, browser.caches.size]).toEqual([true, 0])
  })

  it('is not installed without the page', async () => {
    const other = new Browser()
    other.network = () => new Response('<html>sign in</html>')
    await expect(other.install()).rejects.toThrow()
    expect([other.unregistered, other.caches.size]).toEqual([true, 0])
  })

  it('shows what it kept while the server fails', async () => {
    browser.network = () => new Response('away', { status: 503 })
    expect(await browser.ask('/inspections/do', navigate)).toBe(pageOf('one'))
  })

  it.each([
    ['/api/trpc/funds.board', { method: 'POST' }],
    ['/api/trpc/funds.board', {}],
    ['/payments', navigate],
    ['/inspections', navigate],
    ['/inspections/do', {}],
  ])('leaves %s %j alone', async (path, asked) => {
    expect(await browser.ask(path, asked)).toBeUndefined()
  })
})

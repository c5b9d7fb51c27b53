import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { UpdateProblem } from '@counterfoil/updates'
import type { HubTransport } from '../link/hub-transport.ts'
import { refusePlainHttp } from '../link/plain-http.ts'
import { explainNetworkError } from '../link/post-json.ts'

const SILENT_MS = 30_000
const UPDATES_PATH = '/v1/updates/'

export interface FromHub {
  /** One small file; null where the hub has none. Throws `UpdateProblem`. */
  read(name: string, maxBytes: number): Promise<Buffer | null>
  /** A file’s bytes from `from` on, as they come; `restart` where the hub begins at the beginning. Throws `UpdateProblem`. */
  stream(
    name: string,
    from: number,
    signal: AbortSignal,
  ): Promise<{ readonly restart: boolean; readonly bytes: AsyncIterable<Uint8Array> }>
}

/** Files of versions, over connections as checked as every other to the hub; its addresses one after the other. */
export function createFromHub(addresses: () => readonly string[], transport: HubTransport): FromHub {
  async function get(name: string, headers: Record<string, string>, signal?: AbortSignal): Promise<IncomingMessage> {
    let last: UpdateProblem | undefined
    for (const address of addresses()) {
      try {
        return await ask(new URL(UPDATES_PATH + name, address), headers, transport, signal)
      } catch (error) {
        const why = explainNetworkError(error, address, transport.proxyHost)
        last = new UpdateProblem('unreachable', `The hub at ${address} gives no versions: ${why}.`, error)
      }
    }
    throw last ?? new UpdateProblem('unreachable', 'No address of the hub is known.')
  }

  return {
    async read(name, maxBytes) {
      const response = await get(name, {})
      if (response.statusCode === 404) {
        response.resume()
        return null
      }
      if (response.statusCode !== 200) throw refused(response, name)
      const parts: Buffer[] = []
      let length = 0
      for await (const part of bytesOf(response, name)) {
        length += part.length
        if (length > maxBytes) {
          response.destroy()
          throw new UpdateProblem('wrong_content', `The hub’s ${name} is larger than any such file may be.`)
        }
        parts.push(Buffer.from(part))
      }
      return Buffer.concat(parts)
    },
    async stream(name, from, signal) {
      const response = await get(name, from === 0 ? {} : { range: `bytes=${from}-` }, signal)
      if (response.statusCode !== 200 && response.statusCode !== 206) throw refused(response, name)
      return { restart: response.statusCode === 200, bytes: bytesOf(response, name) }
    },
  }
}

function ask(url: URL, headers: Record<string, string>, transport: HubTransport, signal?: AbortSignal): Promise<IncomingMessage> {
  const refusal = refusePlainHttp(url.href)
  if (refusal !== undefined) return Promise.reject(new Error(refusal))
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      { method: 'GET', agent: transport.agentFor(url), headers, timeout: SILENT_MS, ...(signal && { signal }) },
      resolve,
    )
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
    request.on('error', reject)
    request.end()
  })
}

/** An answer that ends before its time throws. */
async function* bytesOf(response: IncomingMessage, name: string): AsyncIterable<Uint8Array> {
  try {
    for await (const part of response) yield part as Uint8Array
  } catch (error) {
    throw new UpdateProblem('cut_off', `The line broke while ${name} was fetched.`, error)
  }
}

function refused(response: IncomingMessage, name: string): UpdateProblem {
  response.resume()
  return new UpdateProblem('cut_off', `The hub does not give ${name} (status ${response.statusCode}).`)
}

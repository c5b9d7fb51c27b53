import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import type { HubTransport } from './hub-transport.ts'

export interface PostOptions {
  readonly transport: HubTransport
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/**
 * POSTs a text and returns what is answered, whatever its status; rejects with the network's own error. Follows no redirect:
 * that is somebody else's sign-in page, and would be handed the session.
 */
export function postText(
  url: URL,
  body: string,
  { transport, headers, signal }: PostOptions,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        agent: transport.agentFor(url),
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        signal,
      },
      (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sendJson } from './send-json.ts'

export const UPDATES_PATH = '/v1/updates/'
/** The files of a signed list of versions and nothing else: no name here leads to another folder. */
const NAME =
  /^(metadata\/(?:\d{1,9}\.)?(?:root|targets|snapshot|timestamp)\.json|targets\/[0-9a-f]{64}\.[a-z0-9][a-z0-9.-]{0,120})$/
/** Downloads of archives at once; a whole chain that is told of a version comes bit by bit. */
const MOST_AT_ONCE = 64

/** Gives agents the files of versions. They are signed and hold no secret, so whoever reaches the hub may read them. */
export function createSendUpdate(folder: string | null) {
  let sending = 0

  return async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    const nothing = () => sendJson(response, 404, { message: 'This hub has no such file of a version.' })
    if (folder === null || !NAME.test(name)) return nothing()
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found?.isFile() !== true) return nothing()
    if (sending >= MOST_AT_ONCE) {
      response.setHeader('retry-after', '30')
      return sendJson(response, 503, { message: 'Many agents fetch a version now. Try again in half a minute.' })
    }
    const from = Number(/^bytes=(\d{1,12})-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from > 0 && from >= found.size) return void response.writeHead(416, { 'content-range': `bytes */${found.size}` }).end()
    const part = from === 0 ? {} : { 'content-range': `bytes ${from}-${found.size - 1}/${found.size}` }
    const kind = name.endsWith('.json') ? 'application/json' : 'application/gzip'
    response.writeHead(from === 0 ? 200 : 206, {
      'content-length': found.size - from,
      'content-type': kind,
      'cache-control': 'no-store',
      ...part,
    })
    sending += 1
    try {
      // An agent that hangs up in the middle comes again.
      await pipeline(createReadStream(path, { start: from }), response).catch(() => response.destroy())
    } finally {
      sending -= 1
    }
  }
}

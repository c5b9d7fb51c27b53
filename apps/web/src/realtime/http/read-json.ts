import type { IncomingMessage } from 'node:http'

export type ReadJson = { readonly value: unknown } | { readonly refused: 'too_large' | 'not_json' }

/** Reads a body of at most `maxBytes`; whatever comes after that is not waited for. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<ReadJson> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { refused: 'too_large' }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) return { refused: 'too_large' }
    chunks.push(chunk)
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown }
  } catch {
    return { refused: 'not_json' }
  }
}

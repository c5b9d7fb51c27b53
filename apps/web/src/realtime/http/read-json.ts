import type { IncomingMessage } from 'node:http'

export type ReadJson = { readonly value: unknown } | { readonly refused: 'too_large' | 'not_json' }

/** Reads a body of at most `maxBytes`, or null; whatever comes after that is not waited for. `heard` is told of each piece. */
export async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
  heard?: (bytes: number) => void,
): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    heard?.(chunk.length)
    if (bytes > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export async function readJson(request: IncomingMessage, maxBytes: number, heard?: (bytes: number) => void): Promise<ReadJson> {
  const bytes = await readBytes(request, maxBytes, heard)
  if (bytes === null) return { refused: 'too_large' }
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return { refused: 'not_json' }
  }
}

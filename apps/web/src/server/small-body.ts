/**
 * The request with its body already read, or null when that is larger than `mostBytes`: what nobody asked for is not kept in
 * memory, whether its length was told or not.
 */
export async function withSmallBody(request: Request, mostBytes: number): Promise<Request | null> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return null
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  // Leaving the loop early cancels the stream.
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    bytes += part.byteLength
    if (bytes > mostBytes) return null
    parts.push(part)
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: new Blob(parts) })
}

export interface FileHeaders {
  readonly fileName: string
  readonly type: string
}

type Write = (piece: Uint8Array) => Promise<void>

/**
 * A file as it is made, piece by piece, no faster than it is taken. What fails before its first byte is thrown, so that it can be
 * told; what fails later breaks the file off.
 */
export async function streamFile({ fileName, type }: FileHeaders, make: (write: Write) => Promise<unknown>): Promise<Response> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const made = make(async (piece) => {
    begin()
    await writer.write(piece)
  })
  made
    .then(() => writer.close())
    .catch((error: unknown) => writer.abort(error))
    // The browser went away.
    .catch(() => {})
  await Promise.race([begun, made])
  return new Response(readable, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': attachment(fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

/** RFC 6266: the name as far as ASCII has it, and the whole of it for who reads that. */
function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return plain === fileName ? `attachment; filename="${plain}"` : `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

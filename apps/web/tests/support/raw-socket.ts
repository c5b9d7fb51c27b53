/** A WebSocket to the hub without the library: for what no library would say. */
export interface RawSocket {
  send(message: string | Uint8Array<ArrayBuffer>): void
  /** What came after the opening. */
  readonly heard: readonly string[]
  readonly closed: boolean
  close(): void
}

export async function openRawSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawSocket> {
  const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
  // Node's own takes headers beside the protocols; its type follows the browsers', which do not.
  const socket = new WebSocket(address, { headers } as unknown as string[])
  socket.binaryType = 'arraybuffer'
  const heard: string[] = []
  let closed = false
  socket.addEventListener('close', () => {
    closed = true
  })
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the socket was not opened')))
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && data.startsWith('0')) resolve()
      else heard.push(String(data))
    })
  })
  await opened
  return {
    heard,
    get closed() {
      return closed
    },
    send: (message) => {
      if (!closed) socket.send(message)
    },
    close: () => socket.close(),
  }
}

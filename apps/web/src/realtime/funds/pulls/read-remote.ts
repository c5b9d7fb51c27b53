import type { SFTPWrapper } from 'ssh2'
import { called } from './called.ts'
import { isEnd } from './sftp-words.ts'

const PIECE_BYTES = 256 * 1024

/**
 * A file of the server from its beginning to its end. Not by the library's stream, which says after its end, and to nobody, that
 * the connection is closed. `orLost` ends a wait whose answer does not come any more.
 */
export async function* readRemote(
  sftp: SFTPWrapper,
  path: string,
  orLost: <T>(work: Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array> {
  const handle = await orLost(called<Buffer>((done) => sftp.open(path, 'r', done)))
  try {
    for (let at = 0; ; ) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES)
      const count = await orLost(
        called<number>((done) => sftp.read(handle, piece, 0, piece.length, at, done)).catch((error: unknown) => {
          if (isEnd(error)) return 0
          throw error
        }),
      )
      if (count === 0) return
      at += count
      yield piece.subarray(0, count)
    }
  } finally {
    // A server that cannot close it any more has done so.
    sftp.close(handle, () => undefined)
  }
}

import { createHash } from 'node:crypto'
import { HOST_KEY_CHANGED, type Pull } from '@counterfoil/services/funds/pulls'
import type { SFTPWrapper } from 'ssh2'
import { called } from './called.ts'
import { listFolder, type RemoteEntry } from './list-folder.ts'
import { PullError } from './pull-error.ts'
import { readRemote } from './read-remote.ts'
import { wordOfSsh } from './sftp-words.ts'

const READY_MS = 20_000

export interface SftpLink {
  list(folder: string): Promise<readonly RemoteEntry[]>
  read(path: string): AsyncIterable<Uint8Array>
  close(): void
}

interface Opening {
  readonly signal: AbortSignal
  /** The key the server shows: once it has proved that it holds it, or when it is not the expected one. */
  readonly onHostKey: (fingerprint: string) => void
}

/**
 * Signs in at a server, which has to show the key it is known by before anything of ours is sent. Throws a `PullError`. Loaded
 * when it is needed: most hubs fetch nothing.
 */
export async function openSftp(
  pull: Pick<Pull, 'host' | 'port' | 'user' | 'secretKind' | 'hostKey'>,
  secret: string,
  { signal, onHostKey }: Opening,
): Promise<SftpLink> {
  const { default: ssh2 } = await import('ssh2')
  const client = new ssh2.Client()
  let shown = ''
  let changed = false
  const { promise: lost, reject: lose } = Promise.withResolvers<never>()
  client.on('error', (error) => lose(new PullError(changed ? HOST_KEY_CHANGED : wordOfSsh(error), error)))
  client.on('close', () => lose(new PullError('connection_lost')))
  // It may break while nobody waits for it.
  lost.catch(() => undefined)
  const orLost = <T>(work: Promise<T>): Promise<T> => Promise.race([work, lost])
  const end = () => {
    lose(new PullError('no_answer'))
    client.destroy()
  }
  const close = () => {
    signal.removeEventListener('abort', end)
    client.destroy()
  }
  try {
    if (signal.aborted) throw new PullError('no_answer')
    signal.addEventListener('abort', end, { once: true })
    await orLost(
      new Promise<void>((resolve) => {
        client.once('ready', resolve)
        client.on('handshake', () => onHostKey(shown))
        connect()
      }),
    )
    const sftp = await orLost(called<SFTPWrapper>((done) => client.sftp(done)))
    // What a server says against the protocol.
    sftp.on('error', (error: Error) => lose(new PullError('connection_lost', error)))
    return {
      list: (folder) => orLost(listFolder(sftp, folder)),
      read: (path) => readRemote(sftp, path, orLost),
      close,
    }
  } catch (error) {
    close()
    throw error
  }

  function connect(): void {
    const own = pull.secretKind === 'key' ? { privateKey: secret } : { password: secret }
    try {
      client.connect({
        host: pull.host,
        port: pull.port,
        username: pull.user,
        ...own,
        readyTimeout: READY_MS,
        hostVerifier: (key: Buffer) => {
          shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
          changed = pull.hostKey !== null && pull.hostKey !== shown
          if (changed) onHostKey(shown)
          return !changed
        },
      })
      // Each question waits for the answer before it: held back to fill a packet, every one would cost a delayed acknowledgement.
      client.setNoDelay(true)
    } catch (error) {
      throw new PullError('key_unreadable', error)
    }
  }
}

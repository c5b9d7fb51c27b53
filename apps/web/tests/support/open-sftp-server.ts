import { createHash } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import ssh2, { type AuthContext, type Connection, type SFTPWrapper } from 'ssh2'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp

export interface SftpTestServer {
  readonly port: number
  /** As `ssh-keygen -lf` prints it. */
  readonly fingerprint: string
  /** A private key that opens the door too. */
  readonly userKey: string
  /** Files that were opened, in that order. */
  readonly opened: readonly string[]
  /** Methods by which somebody showed a secret. */
  readonly signIns: readonly string[]
  connections(): number
  /** Replaces what is there. `changedS` is its time. */
  put(path: string, text: string, changedS?: number): void
  close(): Promise<void>
}

interface Entry {
  readonly content: Buffer
  readonly changedS: number
}

/** A real SFTP server with files in memory: the folder of a path is its first part, whatever the rest is called. */
export async function openSftpServer({ user, password }: { user: string; password: string }): Promise<SftpTestServer> {
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519')
  const userKey = ssh2.utils.generateKeyPairSync('ed25519')
  const allowed = parsed(userKey.public)
  const files = new Map<string, Entry>()
  const opened: string[] = []
  const signIns: string[] = []
  const clients = new Set<Connection>()
  let connections = 0

  const talk = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    connections += 1
    clients.add(client)
    client.on('close', () => clients.delete(client))
    // Clients that hang up are what is tested.
    client.on('error', () => undefined)
    client.on('authentication', (context) => answer(context))
    client.on('session', (accept) => accept().on('sftp', (open) => serve(open())))
  })

  const server = createServer({ noDelay: true }, (socket) => talk.injectSocket(socket))

  function answer(context: AuthContext): void {
    if (context.method === 'password') signIns.push('password')
    if (isRight(context)) context.accept()
    else context.reject(['password', 'publickey'])
  }

  function isRight(context: AuthContext): boolean {
    if (context.username !== user) return false
    if (context.method === 'password') return context.password === password
    if (context.method !== 'publickey' || !context.key.data.equals(allowed.getPublicSSH())) return false
    // Without a signature it is only asked whether the key would do.
    if (context.signature === undefined) return true
    return context.blob !== undefined && allowed.verify(context.blob, context.signature, context.hashAlgo) === true
  }

  function serve(sftp: SFTPWrapper): void {
    const handles: { readonly path: string; told: boolean }[] = []
    const give = (id: number, path: string) => sftp.handle(id, Buffer.of(handles.push({ path, told: false }) - 1))
    const attributes = ({ content, changedS }: Entry) => ({
      mode: 0o100644,
      uid: 0,
      gid: 0,
      size: content.length,
      atime: changedS,
      mtime: changedS,
    })
    sftp.on('OPENDIR', (id, path) => {
      if ([...files.keys()].some((file) => file.startsWith(`${path}/`))) give(id, path)
      else sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    })
    sftp.on('READDIR', (id, handle) => {
      const folder = handles[handle[0] ?? 0]
      if (folder === undefined || folder.told) {
        sftp.status(id, STATUS_CODE.EOF)
        return
      }
      folder.told = true
      const inside = [...files].filter(([path]) => path.startsWith(`${folder.path}/`))
      sftp.name(
        id,
        inside.map(([path, entry]) => {
          const filename = path.slice(folder.path.length + 1)
          return { filename, longname: filename, attrs: attributes(entry) }
        }),
      )
    })
    sftp.on('OPEN', (id, path, flags) => {
      opened.push(path)
      if (files.has(path) && flags === OPEN_MODE.READ) give(id, path)
      else sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    })
    sftp.on('FSTAT', (id, handle) => {
      const entry = files.get(handles[handle[0] ?? 0]?.path ?? '')
      if (entry === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
      else sftp.attrs(id, attributes(entry))
    })
    sftp.on('READ', (id, handle, offset, length) => {
      const bytes = files.get(handles[handle[0] ?? 0]?.path ?? '')?.content.subarray(offset, offset + length)
      if (bytes === undefined || bytes.length === 0) sftp.status(id, STATUS_CODE.EOF)
      else sftp.data(id, bytes)
    })
    sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: `SHA256:${createHash('sha256').update(parsed(hostKey.public).getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    userKey: userKey.private,
    opened,
    signIns,
    connections: () => connections,
    put: (path, text, changedS = 1) => void files.set(path, { content: Buffer.from(text), changedS }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const client of clients) client.end()
      }),
  }
}

function parsed(key: string) {
  const made = ssh2.utils.parseKey(key)
  if (made instanceof Error) throw made
  return made
}

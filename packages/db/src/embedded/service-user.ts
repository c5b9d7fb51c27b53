import { spawnSync } from 'node:child_process'

export interface ServiceUser {
  readonly uid: number
  readonly gid: number
}

const NAME = 'counterfoil-pg'

/**
 * PostgreSQL refuses to run as root. As root this is its own unprivileged user, made when it is missing; for anybody
 * else there is none: the server runs as whoever started it.
 */
export function findServiceUser(): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  return lookUp() ?? createAndLookUp()
}

function createAndLookUp(): ServiceUser {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', NAME],
    ],
    // BusyBox.
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', NAME]],
  ]
  const complaints: string[] = []
  for (const [command, args] of attempts) {
    const run = spawnSync(command, args, { encoding: 'utf8' })
    // Another process may have made it meanwhile.
    const user = lookUp()
    if (user) return user
    complaints.push(`${command}: ${run.error?.message ?? run.stderr.trim()}`)
  }
  throw new Error(
    `PostgreSQL does not run as root, and the user ${NAME} for it could not be made (${complaints.join('; ')}). Make it, start as another user, or set DATABASE_URL.`,
  )
}

function lookUp(): ServiceUser | undefined {
  const ask = (flag: string) => Number.parseInt(spawnSync('id', [flag, NAME], { encoding: 'utf8' }).stdout ?? '', 10)
  const [uid, gid] = [ask('-u'), ask('-g')]
  return uid > 0 && gid > 0 ? { uid, gid } : undefined
}

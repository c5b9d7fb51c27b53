import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRepositoryFolder, readSigningKey } from '@counterfoil/updates/repository'
import { packVersion } from '../../tools/update-repository/pack-version.ts'
import { initRepository } from '../../tools/update-repository/release-verbs.ts'

/** Puts a signed version where the stack's hub looks: a list of files and nothing in them, which no agent here could start. */
export async function signOneVersion(to: string, version: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'signed-version-'))
  try {
    const [keys, now] = [join(work, 'keys'), new Date()]
    initRepository({ root: work, keys, to, now })
    const read = (name: string) => readSigningKey(readFileSync(join(keys, `${name}.pem`), 'utf8'))
    const files = [{ path: 'manifest.json', mode: 0o644, bytes: Buffer.from('{}') }]
    const repository = openRepositoryFolder(to)
    repository.add([packVersion(files, version, 'linux-x64', work, 1)], [read('targets')], now)
    repository.renew(read('online'), now)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

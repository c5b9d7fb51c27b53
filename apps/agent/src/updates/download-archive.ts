import { createHash } from 'node:crypto'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { diskProblem, type Release, UpdateProblem } from '@counterfoil/updates'
import type { FromHub } from './fetch-from-hub.ts'

const PIECE_BYTES = 1024 * 1024

/**
 * The archive, whole and checked, in `folder`; goes on where an earlier try ended. A line that breaks leaves what came; wrong bytes
 * leave nothing. Throws `UpdateProblem`.
 */
export async function downloadArchive(release: Release, folder: string, fromHub: FromHub, signal: AbortSignal): Promise<string> {
  const path = join(folder, `${release.sha256}.part`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await fetchRest(release, path, fromHub, signal)
    if ((await hashOf(path)) === release.sha256) return path
    await rm(path, { force: true })
  } catch (error) {
    throw error instanceof UpdateProblem ? error : diskProblem(error)
  }
  throw new UpdateProblem('wrong_content', `What the hub gave as ${release.path} is not what was signed.`)
}

async function fetchRest(release: Release, path: string, fromHub: FromHub, signal: AbortSignal): Promise<void> {
  let length = await lengthOf(path)
  if (length === release.length) return
  if (length > release.length) length = 0
  const { restart, bytes } = await fromHub.stream(`targets/${release.sha256}.${release.path}`, length, signal)
  if (restart) length = 0
  const file = await open(path, length === 0 ? 'w' : 'a', 0o600)
  try {
    for await (const part of bytes) {
      length += part.length
      if (length > release.length) throw new UpdateProblem('wrong_content', `${release.path} is longer than what was signed.`)
      await file.writeFile(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (length < release.length)
    throw new UpdateProblem(
      'cut_off',
      `Only ${length} of ${release.length} bytes of ${release.path} came; the next try goes on from there.`,
    )
}

async function lengthOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  try {
    for await (const part of file.createReadStream({ highWaterMark: PIECE_BYTES, autoClose: false })) hash.update(part)
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

import type { TargetFile } from '@tufjs/models'
import { z } from 'zod'
import { UpdateProblem } from './update-problem.ts'

/** Three numbers, so that it can be told which one comes after which. */
export const VersionText = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)
export const PlatformId = z.enum(['linux-x64', 'linux-arm64', 'win-x64'])
export type PlatformId = z.infer<typeof PlatformId>

const Hex = z.string().regex(/^[0-9a-f]{64}$/)
const Custom = z.object({ version: VersionText, platform: PlatformId, manifestSha256: Hex })

/** No version is larger; whoever says more is not believed. */
export const RELEASE_MAX_BYTES = 512 * 1024 * 1024

/** One version for one kind of machine, as the chain's own key names it. */
export interface Release {
  readonly version: string
  readonly platform: PlatformId
  /** Name of the archive in the repository. */
  readonly path: string
  readonly length: number
  readonly sha256: string
  /** Of the list of files in the version's folder, with each one's own hash. */
  readonly manifestSha256: string
}

export function archiveName(version: string, platform: PlatformId): string {
  return `counterfoil-agent-${version}-${platform}.tar.gz`
}

/** Throws `UpdateProblem` where what was signed does not say what has to be known. */
export function readRelease({ path, length, hashes, custom }: TargetFile): Release {
  const said = Custom.safeParse(custom)
  const sha256 = Hex.safeParse(hashes.sha256)
  if (
    !said.success ||
    !sha256.success ||
    length > RELEASE_MAX_BYTES ||
    path !== archiveName(said.data.version, said.data.platform)
  )
    throw new UpdateProblem('unknown_version', `The signed list says of ${path} not what has to be known of a version.`)
  return { ...said.data, path, length, sha256: sha256.data }
}

/** −1, 0 or 1: whether `a` comes before `b`, is the same, or comes after. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number))
  const nth = left?.findIndex((number, index) => number !== right?.[index]) ?? -1
  return nth < 0 ? 0 : Math.sign((left?.[nth] ?? 0) - (right?.[nth] ?? 0))
}

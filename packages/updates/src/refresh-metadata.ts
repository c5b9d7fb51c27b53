import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Updater } from 'tuf-js'
import { DownloadHTTPError } from 'tuf-js/dist/error.js'
import { z } from 'zod'
import type { VersionProof } from './check-proof.ts'
import { archiveName, type PlatformId, type Release, readRelease } from './release.ts'
import { UpdateProblem } from './update-problem.ts'

/** The newest that was seen of each role. What is older later is not believed. */
export const KeptMetadata = z.object({
  roots: z.array(z.string()),
  timestamp: z.string().optional(),
  snapshot: z.string().optional(),
  targets: z.string().optional(),
})
export type KeptMetadata = z.infer<typeof KeptMetadata>
export const NOTHING_KEPT: KeptMetadata = { roots: [] }

export interface RefreshOptions {
  /** `root.json` as it was when this program was built. */
  readonly pinnedRoot: string
  readonly kept: KeptMetadata
  /** An empty folder: the library writes there in place, which a power cut would leave torn. What counts is what is returned. */
  readonly scratch: string
  /** One file of the repository’s metadata, of `maxBytes` at most; null where there is none. Throws `UpdateProblem`. */
  readonly download: (name: string, maxBytes: number) => Promise<Buffer | null>
  /** The later of this machine’s clock and the hub’s: neither of them alone can hold an old list to be a new one. */
  readonly now: Date
}

export interface Refreshed {
  readonly kept: KeptMetadata
  readonly proof: VersionProof
  /** Throws `UpdateProblem`. */
  find(version: string, platform: PlatformId): Promise<Release>
}

/** The client’s workflow of TUF (5.3 to 5.6) over what a hub gives. Throws `UpdateProblem`. */
export async function refreshMetadata({ pinnedRoot, kept, scratch, download, now }: RefreshOptions): Promise<Refreshed> {
  const place = (role: string) => join(scratch, `${role}.json`)
  writeFileSync(place('root'), kept.roots.at(-1) ?? pinnedRoot)
  for (const role of ['timestamp', 'snapshot', 'targets'] as const)
    if (kept[role] !== undefined) writeFileSync(place(role), kept[role])
  const roots = [...kept.roots]
  let failed: UpdateProblem | undefined
  const updater = new Updater({
    metadataDir: scratch,
    metadataBaseUrl: 'hub:',
    config: { rootMaxLength: 64_000, timestampMaxLength: 16_000, snapshotMaxLength: 64_000, targetsMaxLength: 1_000_000 },
    fetcher: {
      async downloadBytes(url, maxLength) {
        const name = url.slice(url.lastIndexOf('/') + 1)
        const bytes = await download(name, maxLength).catch((error: unknown) => {
          if (error instanceof UpdateProblem) failed = error
          throw error
        })
        if (bytes === null) throw new DownloadHTTPError(`there is no ${name}`, 404)
        if (/^\d+\.root\.json$/.test(name)) roots.push(bytes.toString('utf8'))
        return bytes
      },
      downloadFile: () => Promise.reject(new Error('archives are fetched by the agent itself')),
    },
  })
  // The library takes its own clock; the field is plain.
  Object.assign((updater as unknown as { trustedSet: object }).trustedSet, { referenceTime: now })
  try {
    await updater.refresh()
  } catch (error) {
    throw failed ?? problemOf(error, now)
  }
  const [timestamp, snapshot, targets] = ['timestamp', 'snapshot', 'targets'].map((role) => readFileSync(place(role), 'utf8'))
  return {
    kept: { roots, ...(timestamp && { timestamp }), ...(snapshot && { snapshot }), ...(targets && { targets }) },
    proof: { roots, targets: targets ?? '' },
    async find(version, platform) {
      const target = await updater.getTargetInfo(archiveName(version, platform))
      if (target === undefined)
        throw new UpdateProblem('unknown_version', `The signed list has no version ${version} for ${platform}.`)
      return readRelease(target)
    },
  }
}

/** The library says some things by the error’s class and some only in its text. */
function problemOf(error: unknown, now: Date): UpdateProblem {
  const text = error instanceof Error ? `${error.name} ${error.constructor.name} ${error.message}` : String(error)
  if (/ENOSPC|EDQUOT/.test(text))
    return new UpdateProblem('no_room', 'The disk is full: there is no room for the list of versions.', error)
  if (error instanceof DownloadHTTPError || /there is no \S+\.json/.test(text))
    return new UpdateProblem('cut_off', 'The hub does not give its whole list of versions.', error)
  if (/expired/i.test(text))
    return new UpdateProblem(
      'expired',
      `The hub’s list of versions has expired, by ${now.toISOString()}: it is held back, or this machine’s clock is wrong.`,
      error,
    )
  if (/less than current|BadVersion|does not match|doesn't match/i.test(text))
    return new UpdateProblem('rolled_back', 'The hub’s list of versions is older than one this agent has seen.', error)
  return new UpdateProblem(
    'bad_signature',
    'The hub’s list of versions was not signed by the chain’s own keys, or was changed.',
    error,
  )
}

import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBundle } from '@counterfoil/audit'
import { createInstallation } from '@counterfoil/db/testing'
import { checkpointSigner, findLogIdentity, makeCheckpoint } from '../../src/audit/index.ts'
import type { EvidenceFolder } from '../../src/evidence/index.ts'
import { type BundleQuestion, makeBundles, type WrittenBundle, writeBundle } from '../../src/funds/bundle/index.ts'
import { confirmFile, receiveFile } from '../../src/funds/files/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { wholeChain } from '../../src/permissions/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { hubContext, sequenceAll } from '../audit-log-bed.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32))

/** A chain whose files come as bytes, and whose log signs when it is waited for. */
export interface BundleBed extends AsyncDisposable {
  readonly bed: FundsBed
  /** Of whom the acts of people are. */
  readonly finance: ServiceContext
  readonly logKey: string
  /** Receives, confirms and imports a file; `agree` says something else to it. */
  bring(
    name: string,
    content: string | Uint8Array,
    agree?: (id: number) => Promise<void>,
  ): Promise<{ id: number; state: unknown }>
  make(question?: Partial<BundleQuestion>, signing?: boolean): Promise<WrittenBundle & { readonly path: string }>
  /** As a hub makes what was asked for. */
  makeAsked(folder: EvidenceFolder): Promise<number>
  /** Every file of a bundle, unpacked. */
  unpack(path: string): Promise<Map<string, Buffer>>
}

export async function openBundleBed(): Promise<BundleBed> {
  const bed = await openFundsBed()
  const { pool } = bed.database
  const reader = createFileReader(realClock)
  await createInstallation(bed.database.db)
  await registerHubKeys(bed.ctx, [keys])
  const place = await mkdtemp(join(tmpdir(), 'counterfoil-bundle-'))
  const identity = () => findLogIdentity({ pool })
  const sign = async () => {
    await sequenceAll(pool)
    const { origin = '' } = (await identity()) ?? {}
    await makeCheckpoint(hubContext(pool), checkpointSigner(origin, keys.checkpoints))
    return true
  }
  await sign()
  await pool.query(`insert into "user" (id, name, email, role) values ('finance', '王芳', 'finance@chain.example', 'finance')`)
  const finance: ServiceContext = {
    ...bed.ctx,
    actor: { kind: 'user', id: 'finance', sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] },
  }
  return {
    bed,
    finance,
    logKey: (await identity())?.logKey ?? '',
    async bring(name, content, agree) {
      const parts = { opener: testOpener, reader }
      const pieces = (async function* () {
        yield Buffer.from(content as Uint8Array)
      })()
      const { id } = await receiveFile(finance, { name, via: 'upload', content: pieces })
      const state = async () => (await pool.query('select state from funds_file where id = $1', [id])).rows[0]?.state
      await takeFile(finance, parts, id)
      if (agree !== undefined) await agree(id)
      else if ((await state()) !== 'refused') {
        await confirmFile(finance, { id })
        await takeFile(finance, parts, id)
      }
      return { id, state: await state() }
    },
    async make(question = {}, signing = true) {
      // The log of a hub that runs has long signed what was imported.
      if (signing) await sign()
      const id = newId()
      const path = join(place, `${id}.zip`)
      const file = await open(path, 'wx')
      try {
        const asked = {
          id,
          from: '2026-05-01',
          to: '2026-05-31',
          acquirer: null,
          store: null,
          madeBy: '李静 Auditor',
          ...question,
        }
        const parts = { opener: testOpener, awaitLog: signing ? sign : async () => false }
        const written = await writeBundle(bed.ctx, parts, asked, async (piece) => void (await file.writeFile(piece)))
        return { ...written, path }
      } finally {
        await file.close()
      }
    },
    makeAsked: (folder) => makeBundles(bed.ctx, { opener: testOpener, folder, openLogWait: () => sign }),
    async unpack(path) {
      const source = await openBundle(path)
      try {
        const files = new Map<string, Buffer>()
        for (const name of source.files.keys()) {
          const pieces: Uint8Array[] = []
          for await (const piece of source.read(name)) pieces.push(piece)
          files.set(name, Buffer.concat(pieces))
        }
        return files
      } finally {
        await source.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await reader.close()
      await bed[Symbol.asyncDispose]()
      await rm(place, { recursive: true, force: true })
    },
  }
}

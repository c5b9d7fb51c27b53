import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Identity, writeIdentity } from '../link/identity.ts'
import { unpackOnlyPart, unpackParts } from './export-parts.ts'
import { unseal } from './seal.ts'

/** Unpacks an export, each agent's part into a data folder of its own below `folder`; returns whose they are, and where. */
export function openExport(file: Buffer, code: string, folder: string): readonly { identity: Identity; dataDir: string }[] {
  const { layout, plain } = unseal(file, code)
  const parts = layout === 1 ? [unpackOnlyPart(plain)] : unpackParts(plain)
  return parts.map(({ identity, outbox }) => {
    const dataDir = join(folder, `epoch-${identity.epoch}`)
    mkdirSync(dataDir, { mode: 0o700 })
    writeIdentity(dataDir, identity)
    writeFileSync(join(dataDir, 'outbox.db'), gunzipSync(outbox), { mode: 0o600 })
    return { identity, dataDir }
  })
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Identity, writeIdentity } from '../link/identity.ts'
import { unseal } from './seal.ts'

/** Unpacks an export into a data folder of its own; returns whose it is. */
export function openExport(file: Buffer, code: string, folder: string): Identity {
  const plain = unseal(file, code)
  const length = plain.readUInt32BE(0)
  const identity = Identity.parse(JSON.parse(plain.toString('utf8', 4, 4 + length)))
  writeIdentity(folder, identity)
  writeFileSync(join(folder, 'outbox.db'), gunzipSync(plain.subarray(4 + length)), { mode: 0o600 })
  return identity
}

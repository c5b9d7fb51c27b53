import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Identity, nextKeysPath, readIdentityFile, readNextKeys, writePrivate } from './identity.ts'

const NAME = /^identity\.epoch-\d+\.json$/

/**
 * Keeps who this agent was, before it becomes somebody else: what that one recorded and never delivered can be delivered in its name
 * alone. A key the hub may have taken already, its answer lost, goes along.
 */
export function keepEarlierIdentity(dataDir: string, identity: Identity): void {
  writePrivate(earlierPath(dataDir, identity.epoch), withNextKey(dataDir, identity))
}

/** Whose undelivered events a data folder may hold besides its present agent's, the oldest first. One that is damaged keeps nobody else waiting. */
export function readEarlierIdentities(dataDir: string, onDamaged: (sentence: string) => void): readonly Identity[] {
  return readdirSync(dataDir)
    .filter((name) => NAME.test(name))
    .flatMap((name) => {
      const path = join(dataDir, name)
      try {
        return readIdentityFile(path) ?? []
      } catch (error) {
        const what = error instanceof Error && 'code' in error ? `cannot be read (${String(error.code)})` : 'is damaged'
        onDamaged(`${path} ${what}. Put it back from a copy: until then what that enrolment recorded stays here, undelivered.`)
        return []
      }
    })
    .sort((one, other) => one.epoch - other.epoch)
}

/** Nothing of that one is left to deliver. */
export function dropEarlierIdentity(dataDir: string, epoch: number): void {
  const path = earlierPath(dataDir, epoch)
  rmSync(path, { force: true })
  rmSync(nextKeysPath(path), { force: true })
}

/** The key to come counts as the present one, and the present one as the one before: the hub knows one of the two. */
export function withNextKey(dataDir: string, identity: Identity): Identity {
  const next = readNextKeys(dataDir)
  if (next === undefined || next.publicKey === identity.publicKey) return identity
  const { publicKey, privateKey } = identity
  return { ...identity, ...next, previous: { publicKey, privateKey } }
}

/** Where the identity of an earlier enrolment is kept. */
export function earlierPath(dataDir: string, epoch: number): string {
  return join(dataDir, `identity.epoch-${epoch}.json`)
}

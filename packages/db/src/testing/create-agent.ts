import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { Prisma } from '../client.ts'
import type { Agent } from '../generated/client.ts'
import { createStore } from './create-store.ts'

export interface AgentGiven {
  readonly storeId?: number
  readonly name?: string
  readonly epoch?: number
  readonly state?: 'active' | 'revoked'
}

export interface TestAgent {
  readonly agent: Agent
  readonly privateKey: KeyObject
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array
  /** Ed25519 over the text's UTF-8 bytes. */
  readonly sign: (text: string) => Buffer
}

/** An enrolled agent with its key and its stream at 0; in a store of its own unless one is given. */
export async function createAgent(db: Prisma, given: AgentGiven = {}): Promise<TestAgent> {
  const storeId = given.storeId ?? (await createStore(db)).id
  const epoch = given.epoch ?? 1
  const pair = generateKeyPairSync('ed25519')
  // An SPKI document of Ed25519 ends with the raw key (RFC 8410).
  const publicKey = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const agent = await db.agent.create({
    data: {
      uid: randomUUID(),
      storeId,
      name: given.name ?? 'back office',
      publicKey,
      epoch,
      state: given.state ?? 'active',
      revokedAt: given.state === 'revoked' ? new Date() : null,
      hostname: 'test-pc',
      platform: 'linux-x64',
      version: '0.0.0',
      streams: { create: { epoch, head: new Uint8Array(32) } },
    },
  })
  return { agent, privateKey: pair.privateKey, publicKey, sign: (text) => sign(null, Buffer.from(text), pair.privateKey) }
}

import { createOpener, createSealer, deriveHubKeys } from '../vault/index.ts'

const { vault } = deriveHubKeys(new Uint8Array(32))

/** The vault of a hub whose secret is 32 zero bytes, as the hubs of tests have it. */
export const testSealer = createSealer(vault.publicKey)
export const testOpener = createOpener([vault.privateKey])

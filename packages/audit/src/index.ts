export * from './canonical-json.ts'
export * from './ed25519.ts'
export * from './hash-chain.ts'
export * from './is-canonical.ts'

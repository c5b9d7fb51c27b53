/** SHA-256 of bytes. The browser passes @noble's, everybody else node's. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array
/** Checks an Ed25519 signature (RFC 8032); anything unreadable is false, never an exception. Keys are the raw 32 bytes. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
/** Signs with a raw 32-byte seed. */
export type SignEd25519 = (seed: Uint8Array, message: Uint8Array) => Uint8Array

/** What the checks need; whatever takes it can run in a browser. */
export interface Primitives {
  readonly sha256: Sha256
  readonly verifyEd25519: VerifyEd25519
}

import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

export const ENTRY_VERSION = 1
/** Tiles of C2SP logs give an entry's length 16 bits. */
export const MOST_ENTRY_BYTES = 65_535
export const SALT_BYTES = 16
/** Keeps commitments apart from chain hashes (0x02) and the tree's leaves (0x00) and nodes (0x01). */
const COMMITMENT_PREFIX = 0x03

/** A value that may have to be erased one day: the entry holds its commitment, the value and its salt lie beside it. */
export interface PersonalValue {
  readonly name: string
  readonly salt: Uint8Array
  readonly value: string
}

export interface AuditEntry {
  /** UUIDv7, made by whoever acted. */
  readonly id: string
  /** Wall time of the process that acted, milliseconds since 1970. */
  readonly timeMs: number
  readonly actor: {
    /** `user`, `token`, `screen`, `agent` or `system`. */
    readonly type: string
    readonly id: string
    readonly session?: string
    /** Kinds of factors the actor had shown, e.g. `password`, `totp`. */
    readonly factors?: readonly string[]
  }
  readonly action: string
  /** The requirements of PCI DSS 10.2.1 this action is logged for, e.g. `10.2.1.5`. */
  readonly pci: readonly string[]
  readonly target: { readonly type: string; readonly id: string }
  readonly outcome: 'done' | 'refused' | 'failed'
  /** A stable word, e.g. `account_locked`. */
  readonly reason?: string
  /** The same for all entries of one request to the server. */
  readonly request?: string
  readonly before?: unknown
  readonly after?: unknown
  readonly personal: readonly PersonalValue[]
}

/** SHA-256(0x03 ‖ salt ‖ UTF-8 of the value), base64url: proves the value while it is there, tells nothing once it is erased. */
export function commitment({ salt, value }: Pick<PersonalValue, 'salt' | 'value'>): string {
  return createHash('sha256').update(Uint8Array.of(COMMITMENT_PREFIX)).update(salt).update(value).digest('base64url')
}

/**
 * The bytes that are recorded, hashed and proved: RFC 8785 canonical JSON. Throws a RangeError above 65,535 bytes and a
 * TypeError on what JSON cannot carry.
 */
export function encodeAuditEntry({ personal, timeMs, ...entry }: AuditEntry): Buffer {
  const commitments = Object.fromEntries(personal.map((value) => [value.name, commitment(value)]))
  const body = Buffer.from(canonicalJson({ v: ENTRY_VERSION, ...entry, ts: timeMs, personal: commitments }))
  if (body.length > MOST_ENTRY_BYTES)
    throw new RangeError(`an audit entry may have ${MOST_ENTRY_BYTES} bytes, this one has ${body.length}`)
  return body
}

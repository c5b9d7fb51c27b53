import { encodeAuditEntry, type PersonalValue } from '../audit-entry.ts'
import {
  type BundleManifest,
  CHECKPOINTS_FILE,
  entriesFile,
  entryLine,
  formatCheckpointList,
  formatManifest,
  LEAVES_FILE,
  MANIFEST_FILE,
  PERSONAL_FILE,
  personalLine,
} from '../bundle/index.ts'
import { formatCheckpoint } from '../checkpoints/index.ts'
import { cosign } from '../cosignatures/index.ts'
import { appendLeaves, emptyFrontier, leafHash, rootOf } from '../merkle/index.ts'
import { addSignatureLine, COSIGNATURE_V1, createSignerKey, signNote } from '../notes/index.ts'

export const log = createSignerKey('hub.test/chain', new Uint8Array(32).fill(1))
export const witnesses = [2, 3, 4].map((seed) => createSignerKey(`store-${seed}`, new Uint8Array(32).fill(seed), COSIGNATURE_V1))

export interface EntryDraft {
  readonly action?: string
  readonly after?: unknown
  readonly target?: { type: string; id: string }
  readonly personal?: readonly PersonalValue[]
}

export const idOf = (at: number) => `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`

export function bodyOf(at: number, draft: EntryDraft = {}): Buffer {
  return encodeAuditEntry({
    id: idOf(at),
    timeMs: 1_795_824_000_000 + at,
    actor: { type: 'user', id: `user-${at % 7}`, session: `s${at % 31}`, factors: ['password', 'totp'] },
    action: draft.action ?? 'person.disabled',
    pci: ['10.2.1.5'],
    target: draft.target ?? { type: 'person', id: `person-${at}` },
    outcome: 'done',
    before: { state: 'active', role: 'clerk' },
    after: draft.after ?? { state: 'disabled', role: 'clerk', reason: 'left the chain', number: at },
    personal: draft.personal ?? [],
  })
}

export function signedCheckpoint(bodies: readonly Uint8Array[], cosigners = witnesses, signer = log): string {
  const root = rootOf(
    appendLeaves(
      emptyFrontier(),
      bodies.map((body) => leafHash(body)),
    ),
  )
  const text = formatCheckpoint({ origin: signer.name, size: BigInt(bodies.length), root })
  return cosigners.reduce((note, witness) => addSignatureLine(note, cosign(text, witness, 5n)), signNote(text, signer))
}

export interface BundleParts {
  readonly bodies: readonly Uint8Array[]
  readonly from?: number
  readonly to?: number
  readonly checkpointSizes?: readonly number[]
  readonly checkpoints?: readonly string[]
  readonly personal?: readonly Parameters<typeof personalLine>[0][]
  /** What was sequenced; left out: no `leaves.bin`. */
  readonly leaves?: readonly Uint8Array[]
  readonly quorum?: number
  readonly laterLogKeys?: BundleManifest['laterLogKeys']
  readonly linesPerFile?: number
}

/** The files of a bundle over these bodies, signed and witnessed. */
export function makeBundle(parts: BundleParts): Record<string, string | Uint8Array> {
  const { bodies, from = 0, to = bodies.length, linesPerFile = 100, quorum = 2 } = parts
  const manifest: BundleManifest = {
    origin: log.name,
    logKey: log,
    laterLogKeys: parts.laterLogKeys ?? [],
    from,
    to,
    frontier: appendLeaves(
      emptyFrontier(),
      bodies.slice(0, from).map((body) => leafHash(body)),
    ),
    madeAt: '2026-11-28T00:00:00.000Z',
    witnesses: witnesses.map((key) => ({ name: key.name, key })),
    quorum,
  }
  const sizes = parts.checkpointSizes ?? [Math.ceil((from + to) / 2), to]
  const files: Record<string, string | Uint8Array> = {
    [MANIFEST_FILE]: formatManifest(manifest),
    [CHECKPOINTS_FILE]: formatCheckpointList(parts.checkpoints ?? sizes.map((size) => signedCheckpoint(bodies.slice(0, size)))),
    [PERSONAL_FILE]: (parts.personal ?? []).map(personalLine).join(''),
  }
  for (let first = from; first < bodies.length; first += linesPerFile)
    files[entriesFile(first)] = Buffer.concat(bodies.slice(first, Math.min(first + linesPerFile, bodies.length)).map(entryLine))
  if (parts.leaves !== undefined) files[LEAVES_FILE] = Buffer.concat(parts.leaves.slice(from))
  return files
}

/** What a bundle calls its files. Whoever makes one and whoever verifies it read this; neither needs the other. */
export const MANIFEST = 'funds.json'
export const BUNDLE_KIND = 'counterfoil.funds'
export const LOG_ENTRY = 'log/entry.json'
export const LOG_PROOF = 'log/entry.tlog-proof'
export const LOG_KEY = 'log/key.txt'

/** Records that are not lines of one file, in the order in which the root counts them. */
export const SECTIONS = [
  'bundle.jsonl',
  'rules.jsonl',
  'accounts.jsonl',
  'contracts.jsonl',
  'calendars.jsonl',
  'mappings.jsonl',
  'files.jsonl',
  'statements.jsonl',
  'payouts.jsonl',
  'payments.jsonl',
  'allocations.jsonl',
  'exceptions.jsonl',
  'resolutions.jsonl',
  'identities.jsonl',
  'runs.jsonl',
] as const
export type SectionName = (typeof SECTIONS)[number]

export const linesOf = (file: number): string => `lines/${file}.jsonl`
export const rawOf = (file: number): string => `files/${file}`
/** SHA-256 of each record of a section, one after the other: they name the record that was changed. */
export const leavesOf = (section: string): string => `leaves/${section}.bin`

/** What is hashed for one record: the same words under another heading are another record. */
export const leafOf = (section: string, line: string): string => `${section}\n${line}`

export interface ManifestSection {
  readonly name: string
  readonly records: number
}

export interface BundleManifest {
  /** Hexadecimal: of the RFC 6962 tree over all records of all sections, in the order of the list. */
  readonly root: string
  readonly sections: readonly ManifestSection[]
  /** Whether the log had signed the entry of the making when the bundle was closed. */
  readonly log: boolean
}

export function formatManifest({ root, sections, log }: BundleManifest): string {
  return `${JSON.stringify({ v: 1, kind: BUNDLE_KIND, root, log, sections }, undefined, 1)}\n`
}

/** Undefined for what is none. */
export function parseManifest(text: string): BundleManifest | undefined {
  try {
    const told = JSON.parse(text) as Record<string, unknown>
    const { kind, v, root, log, sections } = told
    if (kind !== BUNDLE_KIND || v !== 1 || !/^[0-9a-f]{64}$/.test(String(root)) || typeof log !== 'boolean') return undefined
    if (!Array.isArray(sections) || !sections.every(isSection)) return undefined
    return { root: String(root), log, sections }
  } catch {
    return undefined
  }
}

const NAME = /^(?:[a-z]+|lines\/[1-9]\d{0,14})\.jsonl$/
function isSection(value: unknown): value is ManifestSection {
  const { name, records } = (value ?? {}) as Record<string, unknown>
  return typeof name === 'string' && NAME.test(name) && Number.isSafeInteger(records) && (records as number) >= 0
}

export const CONTENTS_FILE = 'contents.json'
/** The files of the audit bundle in a package stand below this; unpacked, the folder is a bundle of its own. */
export const BUNDLE_FOLDER = 'audit/'
const KIND = 'counterfoil.evidence'

export interface PackedFile {
  readonly name: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/** What an evidence package says it holds: every file but this one. */
export function formatContents(files: readonly PackedFile[]): string {
  return `${JSON.stringify({ v: 1, kind: KIND, files }, undefined, 2)}\n`
}

/** Undefined for what is none. */
export function parseContents(text: string): readonly PackedFile[] | undefined {
  try {
    const fields = JSON.parse(text) as { kind?: unknown; v?: unknown; files?: unknown }
    if (fields.kind !== KIND || fields.v !== 1 || !Array.isArray(fields.files)) return undefined
    return fields.files.every(isPackedFile) ? fields.files : undefined
  } catch {
    return undefined
  }
}

function isPackedFile(value: unknown): value is PackedFile {
  const { name, bytes, sha256 } = (value ?? {}) as Record<string, unknown>
  return typeof name === 'string' && Number.isSafeInteger(bytes) && /^[0-9a-f]{64}$/.test(String(sha256))
}

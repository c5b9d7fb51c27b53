/** Beyond these a file is refused: no bank writes such, and whoever does wants to stop us. */
export interface Limits {
  readonly fileBytes: number
  /** Of all that a ZIP or gzip unfolds to. */
  readonly unpackedBytes: number
  readonly zipEntries: number
  readonly lineCharacters: number
  readonly xmlTextCharacters: number
  readonly xmlDepth: number
  readonly xmlNameCharacters: number
  readonly entries: number
  readonly warnings: number
}

const MB = 1024 * 1024

export const LIMITS: Limits = {
  fileBytes: 512 * MB,
  unpackedBytes: 512 * MB,
  zipEntries: 100,
  lineCharacters: 256 * 1024,
  xmlTextCharacters: 64 * 1024,
  xmlDepth: 64,
  xmlNameCharacters: 64,
  entries: 5_000_000,
  // A file of another kind read by mistake would warn on each of its lines.
  warnings: 1_000,
}

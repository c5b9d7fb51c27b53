import { resolve } from 'node:path'

/** Folders that settings put outside of the data folder, by the names they have in it. */
export interface FoldersElsewhere {
  readonly archives?: string
  readonly evidence?: string
}

export function foldersElsewhere({ ARCHIVE_DIR, EVIDENCE_DIR }: Readonly<Record<string, string | undefined>>): FoldersElsewhere {
  return { ...(ARCHIVE_DIR && { archives: resolve(ARCHIVE_DIR) }), ...(EVIDENCE_DIR && { evidence: resolve(EVIDENCE_DIR) }) }
}

/** What the record says lies in files and a backup does not hold; undefined for one that was made before backups said so. */
export function missingArchives(wanted: readonly string[], held: readonly string[] | undefined): readonly string[] | undefined {
  return held && wanted.filter((file) => !held.includes(file))
}

export function tellMissing(files: readonly string[]): string {
  const named = files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ')
  return `Not in the newest base backup, although months of the record may lie there alone: ${named}. Unless they were made since, ARCHIVE_DIR here does not name the hub’s folder.`
}

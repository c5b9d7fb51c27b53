import { readFileSync } from 'node:fs'

/** Longest source file in lines; tables of codes are exempt and listed. */
export const MAX_LINES = 400
const TABLES = /\/codes\/|\/generated\/|\.test\.tsx?$/

/** Names each source file longer than the limit. */
export function findLongFiles(files: readonly string[]): string[] {
  return files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !TABLES.test(file))
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${MAX_LINES}. Split it by what it does.`)
}

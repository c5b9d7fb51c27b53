import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const MOST_BYTES = 2 * 1024 * 1024
const KEPT = 4

/** A log that never takes more than some megabytes: the file, and the four before it. A disk that takes nothing loses the line, no more. */
export function openRotatingFile(path: string, mostBytes = MOST_BYTES): (line: string) => void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  let bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    try {
      if (bytes > 0 && bytes + Buffer.byteLength(line) > mostBytes) {
        rotate(path)
        bytes = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      bytes += Buffer.byteLength(line)
    } catch {
      // A full disk must not end the launcher; the record says by itself that there is no room.
    }
  }
}

function rotate(path: string): void {
  for (let number = KEPT - 1; number >= 0; number -= 1) {
    const from = number === 0 ? path : `${path}.${number}`
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${path}.${number + 1}`)
  }
}

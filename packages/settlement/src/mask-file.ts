import type { FileFormat } from './formats/format.ts'
import { inspect } from './inspect.ts'
import { unpack } from './parse-file.ts'
import type { ParseTools } from './parse-tools.ts'
import { RejectError } from './warning.ts'

export interface MaskedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** More different numbers than these are no accident, and are looked for one by one. */
const MOST_NUMBERS = 1_000
const PART_OF_NUMBER = /[\d ./-]/

/**
 * The same file with every card number that reading it finds truncated in its place, so that what was read still stands where it
 * stood. Null where that cannot be done: several reports in one ZIP, a number broken over lines, an encoding with wide digits.
 */
export function maskFile(name: string, bytes: Uint8Array, tools: ParseTools, chosen?: FileFormat): MaskedFile | null {
  const [file, ...others] = unpackOrNothing(name, bytes, tools)
  if (file === undefined || others.length > 0) return null
  const hidden = findHidden(file, tools, chosen)
  if (hidden === null) return null
  let text = Buffer.from(file.bytes).toString('latin1')
  for (const [found, shown] of hidden) text = text.replaceAll(found, shown)
  const masked = { name: file.name, bytes: new Uint8Array(Buffer.from(text, 'latin1')) }
  const { verdict, warnings } = inspect(masked.name, masked.bytes, tools, chosen)
  return verdict === 'reject' || warnings.some(({ code }) => code === 'card-numbers') ? null : masked
}

function unpackOrNothing(name: string, bytes: Uint8Array, tools: ParseTools): readonly MaskedFile[] {
  try {
    return unpack(name, bytes, tools)
  } catch (error) {
    if (error instanceof RejectError) return []
    throw error
  }
}

/** Each stretch of digits with what is shown in its place. */
function findHidden(file: MaskedFile, tools: ParseTools, chosen?: FileFormat): ReadonlyMap<string, string> | null {
  const hidden = new Map<string, string>()
  let possible = true
  const watching: ParseTools = {
    ...tools,
    cutCardNumbers(text) {
      const shown = tools.cutCardNumbers(text)
      if (shown === text) return shown
      if (shown.length !== text.length || hidden.size > MOST_NUMBERS) possible = false
      else for (const [from, to] of differences(text, shown)) hidden.set(text.slice(from, to), shown.slice(from, to))
      return shown
    },
  }
  inspect(file.name, file.bytes, watching, chosen)
  return possible ? hidden : null
}

function differences(text: string, shown: string): [from: number, to: number][] {
  const found: [number, number][] = []
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === shown[at]) continue
    let from = at
    let to = at
    while (from > 0 && PART_OF_NUMBER.test(text[from - 1] ?? '')) from -= 1
    while (to < text.length && PART_OF_NUMBER.test(text[to] ?? '')) to += 1
    found.push([from, to])
    at = to
  }
  return found
}

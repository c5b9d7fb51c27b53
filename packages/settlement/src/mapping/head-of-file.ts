import type { ParseTools } from '../parse-tools.ts'
import { readCsvRecords } from '../text/csv-records.ts'
import { detectEncoding, type Encoding, isKnownEncoding } from '../text/encoding.ts'
import { readLines } from '../text/read-lines.ts'
import { RejectError } from '../warning.ts'

/** The beginning of a file as somebody sees it who says how to read it; full card numbers are cut. */
export interface FileHead {
  readonly encoding: Encoding
  readonly delimiter: string
  /** The line of names of columns as it seems, or null where no line looks like one. */
  readonly namesLine: number | null
  readonly lines: readonly HeadLine[]
}

export interface HeadLine {
  readonly line: number
  readonly text: string
  /** Its values, where values are parted by a character. */
  readonly fields: readonly string[]
}

/** What is settled already; the rest is found out. */
export interface HeadLayout {
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
  readonly quote?: string | undefined
}

const LINES = 40
const BYTES = 256 * 1024
const LONGEST_LINE = 2_000
const DELIMITERS = [',', ';', '\t', '|']

export function headOf(bytes: Uint8Array, { encoding, delimiter, quote = '"' }: HeadLayout, tools: ParseTools): FileHead {
  const written = writtenIn(bytes, encoding)
  const beginning = bytes.subarray(0, BYTES)
  const texts = firstTexts(beginning, written, tools)
  const parted = delimiter?.length === 1 ? delimiter : likelyDelimiter(texts)
  const fields = fieldsByLine(beginning, written, { delimiter: parted, quote }, tools)
  const lines = texts.map((text, index) => ({
    line: index + 1,
    text: tools.cutCardNumbers(text.slice(0, LONGEST_LINE)),
    fields: (fields.get(index + 1) ?? []).map((field) => tools.cutCardNumbers(field.slice(0, LONGEST_LINE))),
  }))
  return { encoding: written, delimiter: parted, namesLine: likelyNames(lines), lines }
}

function writtenIn(bytes: Uint8Array, told: string | undefined): Encoding {
  if (told === 'auto') return detectEncoding(bytes, 'gb18030')
  return told !== undefined && isKnownEncoding(told) ? told : likelyEncoding(bytes)
}

/** Bytes of Chinese letters come in pairs; a single letter above ASCII is Latin. */
function likelyEncoding(bytes: Uint8Array): Encoding {
  const usual = detectEncoding(bytes, 'gb18030')
  if (usual !== 'gb18030') return usual
  const text = new TextDecoder('gb18030').decode(bytes.subarray(0, BYTES), { stream: true })
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0
  // German or French words read so give a rare character right behind a Latin letter.
  const between = text.match(/[a-z]\p{Script=Han}/giu)?.length ?? 0
  return chinese > between * 2 ? 'gb18030' : detectEncoding(bytes, 'one-byte')
}

function firstTexts(bytes: Uint8Array, encoding: Encoding, tools: ParseTools): string[] {
  const texts: string[] = []
  try {
    for (const { text } of readLines(bytes, encoding, tools.limits)) {
      if (texts.length === LINES) break
      texts.push(text)
    }
  } catch (error) {
    if (!(error instanceof RejectError)) throw error
  }
  return texts
}

/** The character that parts most lines into the same number of values, two or more. */
function likelyDelimiter(texts: readonly string[]): string {
  const scores = DELIMITERS.map((delimiter) => {
    const counts = texts.map((text) => text.split(delimiter).length).filter((count) => count > 1)
    const usual = mostCommon(counts)
    return { delimiter, score: usual === null ? 0 : counts.filter((count) => count === usual).length * Math.min(usual, 20) }
  })
  const [best] = scores.sort((a, b) => b.score - a.score)
  return best !== undefined && best.score > 0 ? best.delimiter : ','
}

function fieldsByLine(
  bytes: Uint8Array,
  encoding: Encoding,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  tools: ParseTools,
): Map<number, readonly string[]> {
  const fields = new Map<number, readonly string[]>()
  try {
    for (const record of readCsvRecords(readLines(bytes, encoding, tools.limits), delimiter, tools.limits, quote)) {
      if (record.line > LINES) break
      fields.set(
        record.line,
        record.fields.map((field) => field.trim()),
      )
    }
  } catch (error) {
    // The beginning of a file may end inside a quotation.
    if (!(error instanceof RejectError)) throw error
  }
  return fields
}

/** The first line of the usual number of values that looks like names: all different, most of them words, few left out. */
function likelyNames(lines: readonly HeadLine[]): number | null {
  const usual = mostCommon(lines.map(({ fields }) => fields.length).filter((count) => count > 1))
  const names = lines.find(({ fields }) => fields.length === usual && areNames(fields))
  return names?.line ?? null
}

function areNames(fields: readonly string[]): boolean {
  const filled = fields.filter((field) => field !== '')
  const words = filled.filter((field) => /\p{L}/u.test(field))
  return new Set(filled).size === filled.length && filled.length * 2 > fields.length && words.length * 3 >= filled.length * 2
}

function mostCommon(counts: readonly number[]): number | null {
  const seen = new Map<number, number>()
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1)
  const [best] = [...seen].sort(([a, times], [b, others]) => others - times || b - a)
  return best?.[0] ?? null
}

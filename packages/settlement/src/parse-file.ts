import { isGzip, readGzip } from './archive/read-gzip.ts'
import { isZip, readZip } from './archive/read-zip.ts'
import type { FileFormat, ParsedFormat, SourceFile } from './formats/format.ts'
import { findFormat } from './formats/registry.ts'
import { hideCardNumbers } from './hide-card-numbers.ts'
import { checkIdentities } from './identities/check-identities.ts'
import type { ParseSink } from './model.ts'
import type { ParseTools } from './parse-tools.ts'
import { tellMissingDays } from './tell-missing-days.ts'
import { decodeHead } from './text/encoding.ts'
import { Totals } from './totals/totals.ts'
import { RejectError, type Warning } from './warning.ts'

export interface ParsedFile extends ParsedFormat {
  readonly totals: Totals
}

/** Why a file is refused that a mapping might read. */
export const UNKNOWN_KIND = 'no known kind of file: its beginning fits none of the formats'

/**
 * Reads a file of any known kind, as it arrived: unpacks it, finds its format, hands what is in it to the sink with card
 * numbers truncated, and checks what has to tie. Throws RejectError when nothing of it may be kept; whoever collects must
 * then forget what it was given. `onFile` hears of each file in it before its first line.
 */
export function parseFile(
  name: string,
  bytes: Uint8Array,
  sink: ParseSink,
  tools: ParseTools,
  chosen?: FileFormat,
  onFile: (format: FileFormat, file: SourceFile) => void = () => {},
): ParsedFile {
  if (bytes.length === 0) throw new RejectError('the file is empty')
  if (bytes.length > tools.limits.fileBytes) throw new RejectError('the file is larger than any report')
  const totals = new Totals()
  const guarded = limitWarnings(sink, tools.limits.warnings)
  const counted: ParseSink = {
    beginStatement(head) {
      totals.beginStatement(head)
      guarded.beginStatement(head)
    },
    entry(entry) {
      totals.entry(entry)
      guarded.entry(entry)
    },
    endStatement(tail) {
      totals.endStatement(tail)
      guarded.endStatement(tail)
    },
    line(line) {
      totals.line(line)
      guarded.line(line)
    },
    warn: (warning) => guarded.warn(warning),
  }
  const masked = tellMissingDays(hideCardNumbers(counted, tools))
  let parsed: ParsedFormat | undefined
  for (const file of unpack(name, bytes, tools)) {
    const format = chosen ?? findFormat(file)
    if (format === undefined) throw new RejectError(UNKNOWN_KIND)
    onFile(format, file)
    const one = format.parse(file, masked, tools)
    if (parsed !== undefined && parsed.format !== one.format)
      throw new RejectError('the ZIP holds reports of different kinds: unpack it and give them one by one')
    parsed = one
  }
  if (parsed === undefined) throw new RejectError('the ZIP holds no report')
  for (const warning of checkIdentities(totals)) counted.warn(warning)
  return { ...parsed, totals }
}

/** Of a ZIP, the files that are reports: summaries (汇总) repeat what the details say, and notes are no reports. */
export function unpack(name: string, bytes: Uint8Array, tools: ParseTools): SourceFile[] {
  if (isGzip(bytes)) return [source(name.replace(/\.gz$/i, ''), readGzip(bytes, tools.limits))]
  if (!isZip(bytes)) return [source(name, bytes)]
  const entries = readZip(bytes, tools.limits).filter(({ name: inner, bytes: content }) => content.length > 0 && !isHidden(inner))
  const reports = entries.filter(({ name: inner }) => !inner.includes('汇总'))
  const files = (reports.length > 0 ? reports : entries).map((entry) => source(entry.name, entry.bytes))
  const known = files.filter((file) => findFormat(file) !== undefined)
  return known.length > 0 ? known : files
}

function isHidden(name: string): boolean {
  return name.startsWith('__MACOSX/') || /(^|\/)\./.test(name)
}

function source(name: string, bytes: Uint8Array): SourceFile {
  return { name, bytes, head: decodeHead(bytes) }
}

function limitWarnings(sink: ParseSink, most: number): ParseSink {
  let told = 0
  return {
    ...sink,
    warn(warning: Warning) {
      told += 1
      if (told <= most) sink.warn(warning)
      else if (told === most + 1)
        sink.warn({ code: 'file', severity: 'warning', line: null, message: `more than ${most} warnings: the rest is not told` })
    },
  }
}

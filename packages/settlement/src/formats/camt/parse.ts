import type { ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { CamtReader } from './camt-reader.ts'
import { readXml } from './read-xml.ts'

export function parseCamt(file: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const reader = new CamtReader(sink, tools.limits)
  readXml(file.bytes, reader, tools.limits)
  if (reader.statements === 0) throw new RejectError('it holds no statement, report or notification')
  return { format: reader.message ?? 'camt', version: reader.version }
}

import type { FileFormat, SourceFile } from '../formats/format.ts'
import type { Mapping } from './mapping.ts'
import { type OnFault, parseMapped } from './parse-mapped.ts'

/** A mapping as a format like any other. Without marks it is never detected, only chosen. */
export function mappedFormat(
  mapping: Mapping,
  detect: (file: SourceFile) => boolean = () => false,
  onFault?: OnFault,
): FileFormat {
  return {
    id: mapping.id,
    title: mapping.title,
    detect,
    parse: (file, sink, tools) => parseMapped(file, mapping, sink, tools, onFault),
  }
}

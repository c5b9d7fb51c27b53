import type { ParseSink } from '../model.ts'
import type { ParseTools } from '../parse-tools.ts'

/** One file as it lies there, unpacked. */
export interface SourceFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Its first characters, decoded as well as can be told so early. */
  readonly head: string
}

export interface ParsedFormat {
  /** Its id as documents print it: one parser may read several kinds. */
  readonly format: string
  readonly version: string | null
}

/** One kind of file. */
export interface FileFormat {
  readonly id: string
  /** What people call it. */
  readonly title: string
  /** Looks at the beginning only, and costs next to nothing. */
  detect(file: SourceFile): boolean
  /** Hands on what is in the file; throws RejectError when nothing of it may be kept. */
  parse(file: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat
}

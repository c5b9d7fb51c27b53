import { camt } from './camt/definition.ts'
import type { FileFormat, SourceFile } from './format.ts'
import { mt940 } from './mt940/definition.ts'

/** Every kind of file there is, the surest marks first. A new one is one line here. */
export const fileFormats: readonly FileFormat[] = [camt, mt940]

/** The format that a file's beginning fits, or nothing. */
export function findFormat(file: SourceFile): FileFormat | undefined {
  return fileFormats.find((format) => format.detect(file))
}

import type { ByteLine } from '../../text/read-byte-lines.ts'
import { RejectError } from '../../warning.ts'

/** Fields of a line by their widths, cut as bytes and then decoded: a Chinese letter is two of them. One blank between. */
export function cutFields({ bytes, line }: ByteLine, widths: readonly number[], needed: number): string[] {
  const decoder = new TextDecoder('gb18030')
  const fields: string[] = []
  let at = 0
  for (const [index, width] of widths.entries()) {
    if (at + width > bytes.length && index < needed)
      throw new RejectError('the line is shorter than its fields: the file is cut off', line)
    if (index > 0 && at <= bytes.length && bytes[at - 1] !== 0x20)
      throw new RejectError(`no blank stands between fields ${index} and ${index + 1}: the widths are others`, line)
    fields.push(decoder.decode(bytes.subarray(at, at + width)).trim())
    at += width + 1
    if (at > bytes.length + 1 && index + 1 >= needed) break
  }
  return fields
}

import { maskText } from '../card-digits.ts'
import type { TlvNode, ZvtMessage } from '../message.ts'
import { redactMessage } from '../redact.ts'
import { readText } from '../values.ts'
import { CONTROL } from './commands.ts'

function blockLines(nodes: readonly TlvNode[]): string[] {
  const lines: string[] = []
  for (const node of nodes) {
    if (node.tag === '07') lines.push(maskText(readText(node.value)))
    else if (node.children !== undefined) lines.push(...blockLines(node.children))
  }
  return lines
}

/** Text of a print line (06 D1: attribute byte, text) or print block (06 D3: TLV 25 with lines 07). */
export function readPrintedLines(original: ZvtMessage): readonly string[] {
  const message = redactMessage(original)
  if (message.control === CONTROL.printTextBlock) return blockLines(message.tlv)
  const attribute = message.head[0]
  // FF: only line feeds follow, their number in the next byte.
  if (attribute === 0xff) return Array.from({ length: Math.min(message.head[1] ?? 1, 16) }, () => '')
  return [maskText(readText(message.head.subarray(1)))]
}

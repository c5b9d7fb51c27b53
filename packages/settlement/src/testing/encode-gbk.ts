const bytesOf = new Map<string, readonly [number, number]>()

/** Text in GBK, for made files: Node decodes it and cannot write it. */
export function encodeGbk(text: string): Uint8Array {
  if (bytesOf.size === 0) fill()
  return Uint8Array.from(
    [...text].flatMap((letter) => {
      const code = letter.charCodeAt(0)
      return code < 0x80 ? [code] : [...(bytesOf.get(letter) ?? [0x3f])]
    }),
  )
}

function fill(): void {
  const decoder = new TextDecoder('gbk')
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      if (trail !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
}

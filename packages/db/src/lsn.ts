/** `0/1A2B3C4` as PostgreSQL writes a place in its log. */
export function parseLsn(text: string): bigint {
  const [high, low] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/** The name of the segment that holds the byte at `lsn`. */
export function segmentName(timeline: number, lsn: bigint, segmentBytes: bigint): string {
  const perFile = 0x100000000n / segmentBytes
  const segment = lsn / segmentBytes
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0')
  return `${hex(BigInt(timeline))}${hex(segment / perFile)}${hex(segment % perFile)}`
}

export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffffffffn).toString(16).toUpperCase()}`
}

/** Makes UUIDv7 (RFC 9562 5.7) that ascend within the process, from a clock and random bytes handed in. */
export function createIdSource(nowMs: () => number, randomBytes: (count: number) => Uint8Array): () => string {
  let lastMs = 0
  let counter = 0
  return () => {
    const now = Math.floor(nowMs())
    if (now > lastMs) {
      lastMs = now
      counter = 0
    } else {
      counter += 1
      if (counter > 0xfff) {
        lastMs += 1
        counter = 0
      }
    }
    const time = lastMs.toString(16).padStart(12, '0')
    const random = Buffer.from(randomBytes(8))
    random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
    const tail = random.toString('hex')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`
  }
}

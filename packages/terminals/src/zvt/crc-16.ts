/** CRC-16/KERMIT (reflected 0x8408, start 0, no final xor) of PA00P016 2.3. */
export function crc16(bytes: Uint8Array, start = 0): number {
  let crc = start
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1
  }
  return crc
}

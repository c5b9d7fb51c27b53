export type Machine = 'elf-x64' | 'elf-arm64' | 'pe-x64'

/** For which machine a program or library was built, as its own header says; nothing where it is neither ELF nor PE. */
export function machineOf(file: Buffer): Machine | undefined {
  if (file.length > 64 && file.readUInt32BE(0) === 0x7f454c46) {
    if (file[4] !== 2) return undefined
    return new Map<number, Machine>([
      [0x3e, 'elf-x64'],
      [0xb7, 'elf-arm64'],
    ]).get(file.readUInt16LE(18))
  }
  if (file.length < 64 || file.toString('latin1', 0, 2) !== 'MZ') return undefined
  const at = file.readUInt32LE(0x3c)
  if (at + 6 > file.length || file.toString('latin1', at, at + 4) !== 'PE\0\0') return undefined
  return file.readUInt16LE(at + 4) === 0x8664 ? 'pe-x64' : undefined
}

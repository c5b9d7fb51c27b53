export const documentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const
export type DocumentType = (typeof documentTypes)[number]

const starts = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
} as const

/**
 * What a file is by its first bytes; its name and what the browser calls it count for nothing. Null for anything that is none of
 * ours: what a browser would run (HTML, SVG) begins like none of these.
 */
export function documentType(bytes: Uint8Array): DocumentType | null {
  for (const [type, start] of Object.entries(starts))
    if (start.every((byte, at) => bytes[at] === byte)) return type as keyof typeof starts
  const letters = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  return letters(0) === 'RIFF' && letters(8) === 'WEBP' ? 'image/webp' : null
}

/** Null for what is no base64. */
export function readBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

export function writeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** `7c1e 90ab … 44d2`: enough to compare by eye with another. */
export function shortHash(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`
}

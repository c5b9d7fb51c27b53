/** Longest APDU there can be: three header bytes, two more for the length, 65,535 of data. */
export const MAX_APDU_BYTES = 5 + 0xffff

/** Where the data of an APDU starts and how long it says to be; nothing while the header is incomplete. */
export function readApduHeader(
  bytes: Uint8Array,
): { readonly dataStart: number; readonly dataLength: number; readonly extended: boolean } | undefined {
  const length = bytes[2]
  if (length === undefined) return undefined
  if (length !== 0xff) return { dataStart: 3, dataLength: length, extended: false }
  const low = bytes[3]
  const high = bytes[4]
  if (low === undefined || high === undefined) return undefined
  return { dataStart: 5, dataLength: low + high * 256, extended: true }
}

const LONGEST_EDGE_PX = 1_600
const QUALITY = 0.82

/**
 * A photo drawn anew as JPEG, 1,600 pixels at most: small enough for a store's line, and without where and by which phone it was
 * taken. Throws for what is no picture.
 */
export async function readPhoto(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_EDGE_PX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  if (small === null) throw new Error('the picture could not be drawn')
  return new Uint8Array(await small.arrayBuffer())
}

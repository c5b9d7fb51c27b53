/** Hands the browser a file that is in the page's memory. */
export function saveFile(fileName: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName })
  document.body.append(link)
  link.click()
  link.remove()
  // The browser has taken hold of the bytes by then.
  requestAnimationFrame(() => URL.revokeObjectURL(url))
}

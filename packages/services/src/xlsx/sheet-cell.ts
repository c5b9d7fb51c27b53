/** What a cell of a table can hold. An exact decimal is a number with as many decimals as it is written with. */
export type SheetCell = string | number | null | { readonly exact: string } | { readonly day: string } | { readonly atMs: number }

const DAY_MS = 86_400_000
/** ECMA-376 part 1, 18.17.4.1: days are counted so that 1 January 1970 is 25569. */
const EPOCH_DAY = 25_569

/** Styles of `styles.xml` by their place there. */
export const STYLES = { plain: 0, head: 1, day: 2, time: 3, decimals: 4 } as const
export const MOST_DECIMALS = 6

/** A cell of a sheet as XML; texts stand in it as texts, so that none of them is ever a formula. */
export function cellXml(cell: SheetCell): string {
  if (cell === null) return '<c/>'
  if (typeof cell === 'string') return textXml(cell, STYLES.plain)
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : '<c/>'
  if ('exact' in cell) {
    if (!isExact(cell.exact)) return textXml(cell.exact, STYLES.plain)
    const decimals = Math.min(cell.exact.split('.')[1]?.length ?? 0, MOST_DECIMALS)
    return `<c s="${STYLES.decimals + decimals}"><v>${cell.exact}</v></c>`
  }
  const ms = 'day' in cell ? Date.parse(`${cell.day}T00:00:00Z`) : cell.atMs
  if (!Number.isFinite(ms)) return '<c/>'
  return `<c s="${'day' in cell ? STYLES.day : STYLES.time}"><v>${ms / DAY_MS + EPOCH_DAY}</v></c>`
}

export const isExact = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

export function textXml(text: string, style: number): string {
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
}

/** XML 1.0 has no control characters and no half of a pair. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

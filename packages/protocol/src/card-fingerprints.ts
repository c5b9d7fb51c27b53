/**
 * Columns in which acquirers tell a value computed from the card number, so that cards are known again. Kept beside first six
 * and last four it gives the number away (PCI DSS 3.5.1), so none is imported. A payment account reference (PAR) and a token
 * are no such values. Names without case, blanks and marks.
 */
const FINGERPRINT_COLUMNS: ReadonlySet<string> = new Set([
  // Adyen: reports and webhooks.
  'alias',
  'aliastype',
  'cardalias',
  'uniquecardidentifier',
  // Stripe, Square, Checkout.com, Mangopay, Mollie: exports and API fields.
  'fingerprint',
  'cardfingerprint',
  'paymentmethoddetailscardfingerprint',
  'paymentmethoddetailscardpresentfingerprint',
  'sourcefingerprint',
  'carddetailsfingerprint',
  // Cybersource.
  'cardhashedaccountnumber',
  'customercchashednumber',
  'hashednumber',
  // Braintree, Nuvei.
  'uniquenumberidentifier',
  'uniquecc',
])

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** What the list cannot know by name: a hash, digest or fingerprint of a card, its number or account. */
const SAYS_SO =
  /(card|pan|cc|account)(number|no)?(sha\d*|md5|hmac|hash(ed)?|digest|fingerprint)|(hash|digest|fingerprint)(of)?(card|pan|ccn|accountnumber)/

/** Whether a column of an acquirer's file, or a field of our own, holds a value computed from card numbers. */
export function isCardFingerprint(column: string): boolean {
  const name = plain(column)
  return FINGERPRINT_COLUMNS.has(name) || SAYS_SO.test(name)
}

/** A file's header and rows without the columns that tell cards apart; `dropped` names these. */
export function dropCardFingerprints<Cell>(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): { readonly header: readonly string[]; readonly rows: readonly (readonly Cell[])[]; readonly dropped: readonly string[] } {
  const dropped = header.filter(isCardFingerprint)
  if (dropped.length === 0) return { header, rows, dropped }
  const kept = header.map((column) => !isCardFingerprint(column))
  // A cell beyond the header has no column to be dropped with.
  const keep = <One>(cells: readonly One[]) => cells.filter((_, index) => kept[index] ?? true)
  return { header: keep(header), rows: rows.map(keep), dropped }
}

const STAR = 0x2a
/** Together they are too few for a card number: no more digits that follow each other stay readable. */
const MOST_DIGITS = 6
/** So many other characters between two digits do not part a number. */
const MOST_BETWEEN = 2

/** As many digits as the shortest card number: so many are hidden whatever short stretches of anything lie between them. */
const CARD_DIGITS = 13
const MOST_ANYTHING = 6

/** How the texts so far ended: a number may go on in the next line, or in the next message. */
export interface TextTail {
  readonly digits: number
  readonly between: number
  /** The same where anything may lie between. */
  readonly spread: { readonly digits: number; readonly between: number }
}

export const NO_TAIL: TextTail = { digits: 0, between: 0, spread: { digits: 0, between: 0 } }

/** CP437 and Latin-1 letters that terminals write, and the first byte of a UTF-8 umlaut; digits of other encodings are none of them. */
const LETTERS: ReadonlySet<number> = new Set([0xc3, 0xc4, 0xd6, 0xdc, 0xdf, 0xe1, 0xe4, 0xf6, 0xfc])

function isTextByte(byte: number): boolean {
  return (
    (byte >= 0x20 && byte < 0x7f) ||
    (byte >= 0x80 && byte <= 0xa5) ||
    [0x00, 0x09, 0x0a, 0x0d].includes(byte) ||
    LETTERS.has(byte)
  )
}

/** Blanks, dashes, dots, slashes, underscores, line ends and the blank of CP437: what numbers are grouped with. */
const BETWEEN: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0x2d, 0x2e, 0x2f, 0x5f, 0xa0, 0xff])

/** Tracks 2 and 1 (ISO/IEC 7813): a card number and an expiry date with a separator between, a holder between two. */
const TRACK = /[0-9*][0-9* ]{7,}[=^D][0-9=]{3}|\^[^^]{2,26}\^/

/**
 * Hides in place what may be part of a card number or a track in texts that follow each other: stretches of more than six digits
 * lose them all, also where they go on in a later text; so do thirteen and more with up to six bytes of anything between any two; and a text with bytes that no text has, or with what looks like a track, is
 * hidden as a whole. Gives how they ended.
 */
export function hideTexts(texts: readonly Uint8Array[], before: TextTail): TextTail {
  const read = texts.filter((text) => {
    if (text.every(isTextByte)) return true
    text.fill(STAR)
    return false
  })
  if (TRACK.test(read.map(plain).join(''))) {
    for (const text of read) text.fill(STAR)
    return { digits: MOST_DIGITS, between: 0, spread: { digits: CARD_DIGITS, between: 0 } }
  }
  // What is hidden by the one is still counted by the other: both look before either hides.
  const grouped = findRuns(read, before, (byte, between) => BETWEEN.has(byte) && between < MOST_BETWEEN)
  const spread = findRuns(read, before.spread, (_, between) => between < MOST_ANYTHING)
  for (const { places } of grouped.runs.filter(({ digits }) => digits > MOST_DIGITS)) hideDigits(places)
  for (const { places } of spread.runs.filter(({ digits }) => digits >= CARD_DIGITS)) hideDigits(places)
  return { ...grouped.tail, spread: spread.tail }
}

function plain(text: Uint8Array): string {
  return String.fromCharCode(...text.filter((byte) => byte !== 0)).trim()
}

interface Place {
  readonly text: Uint8Array
  readonly at: number
}

function hideDigits(places: readonly Place[]): void {
  for (const { text, at } of places) text[at] = STAR
}

/** Digits that follow each other, where `goesOn` says which bytes between two of them, and how many, do not part them. */
function findRuns(
  texts: readonly Uint8Array[],
  before: { readonly digits: number; readonly between: number },
  goesOn: (byte: number, between: number) => boolean,
) {
  const runs: { readonly digits: number; readonly places: readonly Place[] }[] = []
  let places: Place[] = []
  let { digits, between } = before
  const end = () => {
    runs.push({ digits, places })
    places = []
  }
  for (const text of texts) {
    const [first, last] = inked(text)
    for (let at = first; at <= last; at += 1) {
      const byte = text[at] ?? 0
      if (byte === 0) continue
      if (byte >= 0x30 && byte <= 0x39) {
        places.push({ text, at })
        digits += 1
        between = 0
      } else if (goesOn(byte, between)) {
        between += 1
      } else {
        end()
        digits = 0
        between = 0
      }
    }
  }
  end()
  return { runs, tail: { digits, between } }
}

/** Where a text begins and ends without the blanks that pad it: lines are filled up to the paper's width. */
function inked(text: Uint8Array): readonly [number, number] {
  const isInk = (byte: number) => byte !== 0 && byte !== 0x20
  return [text.findIndex(isInk) < 0 ? text.length : text.findIndex(isInk), text.findLastIndex(isInk)]
}

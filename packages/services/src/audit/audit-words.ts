/** The same as in the function `audit_words` of the database. */
const PUNCTUATION = /[!-/:-@[-`{-~]+/g
const CHINESE = /([\u2e80-\u9fff\uf900-\ufaff])/g

/** A short beginning means half of the log; a Chinese character is a word. */
const SHORTEST_BEGINNING = 3

/** What somebody typed as a tsquery: all of its words, each whole or, from three letters on, as a beginning. null without any. */
export function wordsQuery(text: string): string | null {
  const words = text.replaceAll('\u0000', ' ').replace(PUNCTUATION, ' ').replace(CHINESE, ' $1 ').split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  return words.map((word) => `'${word}'${word.length < SHORTEST_BEGINNING ? '' : ':*'}`).join(' & ')
}

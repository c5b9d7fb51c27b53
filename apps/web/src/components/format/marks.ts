/** Signs that ordinary keyboards do not have, named so that nobody types a hyphen for a minus. */
export const minus = '\u2212'
export const narrowSpace = '\u202F'
export const hardSpace = '\u00A0'
export const approximately = '\u2248'
/** Not known; never written as 0. */
export const unknownMark = '\u2013'

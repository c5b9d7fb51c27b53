/**
 * One or two seconds, on a machine with nothing else to do; a busy one is given longer. Still before the rounds every
 * fifteen seconds, which would be the other way for a page to hear of it.
 */
export const AT_ONCE_MS = 12_000

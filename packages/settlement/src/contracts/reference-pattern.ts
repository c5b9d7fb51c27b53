/**
 * The small part of regular expressions a payout reference needs: literals, `\d`, classes, `+`, `?`, `{n,m}`. No groups, no
 * alternatives, no `*` and no `.`, and at most two repeats of changing length: nobody's pattern can stop a run.
 */
const ATOM =
  /^(?:\\[dw\-.+*?/()[\]]|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_\-/])+\]|[A-Za-z0-9 _:#/-])(?:\+|\?|\{\d{1,2}(?:,(?:\d{1,2})?)?\})?/
const CHANGING = /.[+?]$|,\d*\}$/

/** undefined when the pattern may be used, else why not. */
export function findPatternFault(pattern: string): string | undefined {
  if (pattern.length === 0 || pattern.length > 80) return 'must have 1 to 80 characters'
  let changing = 0
  for (let rest = pattern; rest !== ''; ) {
    const atom = ATOM.exec(rest)?.[0]
    if (atom === undefined)
      return `cannot be read from "${rest.slice(0, 12)}" on; allowed are letters, digits, \\d, [A-Z0-9], +, ? and {n,m}`
    if (CHANGING.test(atom.startsWith('\\') ? atom.slice(1) : atom)) changing++
    rest = rest.slice(atom.length)
  }
  return changing > 2 ? 'may have at most two repeats of changing length' : undefined
}

const MOST_TEXT = 400

/** Upper-case references found in a text, each once, in the order they stand there. */
export function openReferenceFinder(pattern: string): (text: string) => string[] {
  const expression = new RegExp(pattern, 'gi')
  return (text) => [...new Set((text.slice(0, MOST_TEXT).match(expression) ?? []).map((found) => found.toUpperCase()))]
}

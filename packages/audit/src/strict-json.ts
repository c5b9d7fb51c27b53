/** Parses JSON, but not where one object says a key twice, which `JSON.parse` lets pass. Throws a SyntaxError. */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  const open: (Set<string> | undefined)[] = []
  // The text is known to be JSON: strings, brackets and colons are all there is to tell apart.
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const start = at
      at = endOfString(text, at)
      if (!isFollowedByColon(text, at + 1)) continue
      const key = JSON.parse(text.slice(start, at + 1)) as string
      const keys = open.at(-1)
      if (keys?.has(key)) throw new SyntaxError(`the key ${JSON.stringify(key)} stands twice in one object`)
      keys?.add(key)
    }
  }
  return value
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from
  while (' \t\n\r'.includes(text[at] ?? ':')) at += 1
  return text[at] === ':'
}

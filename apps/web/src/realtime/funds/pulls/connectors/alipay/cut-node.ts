/**
 * The value of a member of a JSON object as it stands in the text, because that is what is signed: read and written anew it could
 * differ. Null where there is no such member, or it is no object.
 */
export function cutNode(text: string, name: string): string | null {
  const member = `"${name}":`
  let depth = 0
  let inText = false
  let from = -1
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (inText) {
      if (letter === '\\') at += 1
      else if (letter === '"') inText = false
    } else if (letter === '"') {
      if (depth === 1 && from < 0 && text.startsWith(member, at)) {
        at += member.length
        while (/\s/.test(text[at] ?? '')) at += 1
        if (text[at] !== '{') return null
        from = at
        depth += 1
      } else inText = true
    } else if (letter === '{' || letter === '[') depth += 1
    else if (letter === '}' || letter === ']') {
      depth -= 1
      if (depth === 1 && from >= 0) return text.slice(from, at + 1)
    }
  }
  return null
}

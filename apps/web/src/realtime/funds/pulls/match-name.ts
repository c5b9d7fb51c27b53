/** Whether a name fits a pattern with `*` and `?`. Goes back to the last star only, so no name takes long. */
export function matchName(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let resumed = 0
  let index = 0
  while (index < name.length) {
    const wanted = pattern[at]
    if (wanted === '*') {
      star = at
      resumed = index
      at += 1
    } else if (wanted === '?' || wanted === name[index]) {
      at += 1
      index += 1
    } else if (star !== -1) {
      at = star + 1
      resumed += 1
      index = resumed
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

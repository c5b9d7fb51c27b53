import { git } from './previous-release.ts'

const FIXTURES = 'packages/protocol/fixtures'
const RELEASED = `${FIXTURES}/released`

/**
 * Messages of a release, and its lists of them, that are no longer as they were there, in words. The lists alone cannot tell: whoever
 * edits a message may write its new hash into them, too. What the tag's lists do not name was not released, and is not looked at.
 */
export function findEditedMessages(root: string, tag: string): readonly string[] {
  const [then, now] = [filesAt(root, tag), filesNow(root)]
  return [...then].flatMap(([path, blob]) => {
    const found = now.get(path)
    if (found === blob) return []
    return [
      `${path} ${found === undefined ? 'is gone since' : 'is not as it was in'} ${tag}: docs/guide/upgrades.md says what to do instead.`,
    ]
  })
}

function filesAt(root: string, tag: string): Map<string, string> {
  const rows = git(root, 'ls-tree', '-r', tag, '--', FIXTURES).split('\n')
  const files = rows.flatMap((row) => {
    const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/.exec(row) ?? []
    return blob !== undefined && path !== undefined ? [[path, blob] as const] : []
  })
  const released = namesIn(root, tag, files)
  return new Map(files.filter(([path]) => released.has(path)))
}

/** What stood in the lists of that commit, and the lists. */
function namesIn(root: string, tag: string, files: readonly (readonly [string, string])[]): Set<string> {
  const lists = files.map(([path]) => path).filter((path) => path.startsWith(`${RELEASED}/`))
  const named = lists.flatMap((list) =>
    git(root, 'show', `${tag}:${list}`)
      .split('\n')
      .map((line) => `${FIXTURES}/${line.slice(66)}`),
  )
  return new Set([...lists, ...named])
}

/** As they lie there now, committed or not. */
function filesNow(root: string): Map<string, string> {
  const list = (...which: string[]) => git(root, 'ls-files', ...which, '--', FIXTURES).split('\n')
  const deleted = new Set(list('--deleted'))
  const there = list('--cached', '--others', '--exclude-standard').filter((path) => path !== '' && !deleted.has(path))
  if (there.length === 0) return new Map()
  const blobs = git(root, 'hash-object', '--no-filters', '--', ...there).split('\n')
  return new Map(there.map((path, nth) => [path, blobs[nth] ?? '']))
}

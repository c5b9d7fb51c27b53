import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PATH =
  /`((?:apps|packages|tools|docs|e2e|bench|\.ci)\/[A-Za-z0-9_./@()[\]<>-]*)`|\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g

/** Names each path that a document cites and that is not there. Paths with a <placeholder> are judged up to it. */
export function findDeadPaths(documents: readonly string[]): string[] {
  return documents.flatMap((document) => {
    const text = readFileSync(document, 'utf8')
    return [...text.matchAll(PATH)].flatMap((match) => {
      const cited = match[1] ?? match[2] ?? ''
      const path = match[1] ? cited : join(dirname(document), cited)
      if (existsSync(path.replace(/[^/]*<.*$/, '').replace(/\/$/, ''))) return []
      const line = text.slice(0, match.index).split('\n').length
      return [`${document} line ${line}: ${cited} does not exist`]
    })
  })
}

import { readFileSync } from 'node:fs'

/** The procedures there are, as the page of permissions lists them; a test keeps that page true. */
export function appRouterPaths(): string[] {
  const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('## Procedures'), page.indexOf('## Pages'))
  return [...section.matchAll(/^\| `([a-zA-Z]+\.[a-zA-Z]+)` \|/gm)].flatMap(([, path]) => path ?? [])
}

import { readFileSync } from 'node:fs'

/** Each `curl` that docs/guide/api.md shows, whole. */
export function readGuideCommands(): string[] {
  const guide = readFileSync(new URL('../../../../docs/guide/api.md', import.meta.url), 'utf8')
  const blocks = [...guide.matchAll(/```sh\n(curl [^`]+)```/g)].map(([, block = '']) => block)
  return blocks.flatMap((block) => block.split(/\n(?=curl )/))
}

/** What curl makes of such a command: with -d it posts. */
export function requestOf(command: string, variables: Readonly<Record<string, string>>): Request {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) =>
      single ?? (double ?? bare ?? '').replace(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? ''),
  )
  const [curl, url = ''] = words
  if (curl !== 'curl') throw new Error(`not a curl command: ${command}`)
  const headers = new Headers()
  let body: string | null = null
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? ''
    if (word === '-H') headers.append(next.slice(0, next.indexOf(':')), next.slice(next.indexOf(':') + 1))
    if (word === '-d' || word === '--data-binary') body = next
  }
  return new Request(url, { method: body === null ? 'GET' : 'POST', headers, body })
}

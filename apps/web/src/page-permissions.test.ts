import { readdirSync, readFileSync } from 'node:fs'
import { AGENT_SESSION_PATH } from '@counterfoil/protocol'
import { chainWidePermissions, mayDo, permissions, roles } from '@counterfoil/services/permissions'
import { describe, expect, it } from 'vitest'
import { hubPermissions } from './hub-permissions.ts'
import { pagePermissions, pagesOf } from './page-permissions.ts'
import { routePermissions } from './route-permissions.ts'
import { appRouter } from './server/root.ts'
import type { ProcedureMeta } from './server/trpc.ts'

const folder = new URL('./app/(dashboard)/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('page.tsx') && !file.startsWith('[...unknown]'))
const pathOf = (file: string) => `/${file.replace(/\/?page\.tsx$/, '')}`

describe('pages', () => {
  it('all stand in the table, and nothing else does', () => {
    expect(files.map(pathOf).sort()).toEqual(Object.keys(pagePermissions).sort())
  })

  it.each(files)('%s asks whether it may be opened, before it asks anything else', (file) => {
    const source = readFileSync(new URL(file, folder), 'utf8')
    const [before, after] = source.split(`if (!(await mayOpen('${pathOf(file)}'))) return <NotForYou />`)
    expect(after).toBeDefined()
    expect(before).not.toContain('prefetchQuery(')
  })

  it('are as many as the role has use for', () => {
    expect(pagesOf('administrator')).toEqual(Object.keys(pagePermissions))
    expect(pagesOf('technician')).toEqual([
      '/',
      '/devices',
      '/devices/[id]',
      '/inspections',
      '/stores',
      '/stores/[id]',
      '/agents/[id]',
      '/commands',
      '/commands/[id]',
      '/commissioning',
      '/stores/[id]/commissioning',
      '/redundancy',
      '/stores/[id]/redundancy',
      '/account',
    ])
    expect(pagesOf('wall_screen')).toEqual(['/'])
  })

  it('about the whole chain are for those who reach all of it', () => {
    const pages = pagesOf('administrator', { kind: 'country', country: 'DE' })
    expect(Object.keys(pagePermissions).filter((page) => !pages.some((one) => one === page))).toEqual([
      '/funds/agreements',
      '/funds/files',
      '/funds/files/[id]',
      '/funds/files/mappings',
      '/funds/files/mappings/[id]',
      '/funds/files/mappings/new',
      '/funds/files/pulls',
      '/audit',
      '/audit/[id]',
      '/audit/integrity',
      '/audit/review',
      '/audit/review/[day]',
      '/audit/rules',
      '/audit/incidents',
      '/audit/evidence',
      '/people',
      '/people/[id]',
      '/access-reviews',
      '/access-reviews/[id]',
      '/approvers',
      '/updates',
      '/system',
      '/retention',
    ])
  })
})

describe('routes', () => {
  it('all stand in the table, and nothing else does', () => {
    const app = new URL('./app/', import.meta.url)
    const routes = readdirSync(app, { recursive: true, encoding: 'utf8' })
      .map((file) => `/${file.replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('/route.ts'))
      .map((file) => file.replace(/\/route\.ts$/, '').replaceAll(/\/\([^)]+\)/g, ''))
    expect(routes.sort()).toEqual(Object.keys(routePermissions).sort())
  })
})

describe('the hub', () => {
  it('takes what stands in the table, and nothing else', () => {
    const source = (file: string) => readFileSync(new URL(`./realtime/${file}`, import.meta.url), 'utf8')
    const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name)
    const spaces = { '/live': 'live/live-namespace.ts', '/agents': 'agents/agents-namespace.ts' }
    expect(named(source('create-hub.ts'), /io\.of\('([^']+)'\)/g).sort()).toEqual(Object.keys(spaces).sort())
    const events = Object.entries(spaces).flatMap(([space, file]) =>
      named(source(file), /socket\.on\('([^']+)'/g)
        .filter((event) => event !== 'disconnect')
        .map((event) => `socket ${space} ${event}`),
    )
    const routes = named(source('http/http-routes.ts'), /case '([A-Z]+ [^']+)'/g)
    const steps = ['', ...named(source('http/agent-routes.ts'), /case '(\/[^']+)'/g)].map(
      (step) => `POST ${AGENT_SESSION_PATH}${step}`,
    )
    const told = named(source('http/funds-notices.ts'), /NOTICES_PATH = '([^']+)'/g).map((path) => `POST ${path}NAME`)
    const updates = named(source('http/send-update.ts'), /UPDATES_PATH = '([^']+)'/g).map((path) => `GET ${path}NAME`)
    expect([...events, ...routes, ...steps, ...told, ...updates].sort()).toEqual(Object.keys(hubPermissions).sort())
  })
})

describe('docs/permissions.md', () => {
  it('is what the tables say; `vitest run --update` on this file writes it anew', async () => {
    await expect(permissionsPage()).toMatchFileSnapshot('../../../docs/permissions.md')
  })
})

function permissionsPage(): string {
  const procedures = appRouter._def.procedures as unknown as Record<string, { readonly _def: { readonly meta?: ProcedureMeta } }>
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...rows].map(line).join('\n')
  const code = (name: string) => `\`${name}\``
  return `# Who may do what

Written from \`packages/services/src/permissions/permission-table.ts\`, the procedures, and \`page-permissions.ts\`,
\`route-permissions.ts\` and \`hub-permissions.ts\` in \`apps/web/src\` by a test, which fails when this page says something else. Everything not named here is refused.

A person has one role and one reach: the whole chain, a country, a region or a list of stores. The role says what, the reach says
where. The reach is part of each query: a store or payment beyond it is answered like one that does not exist, sums and counts leave
it out, and the live socket is silent about it. Both are read anew at every request and every 30 s by the live socket. Whoever has
not shown a second factor may do nothing of this.

## Roles

${table(
  ['permission', ...roles],
  permissions.map((permission) => [code(permission), ...roles.map((role) => (mayDo(role, permission) ? 'yes' : ''))]),
)}

Accounts are people's: an integration token and a wall screen are no accounts. An account made by the set-up link is an
administrator of the whole chain, as is one made by a link of \`counterfoil break-glass\`. Everybody else is invited: the inviter fixes
address, role and reach.

${chainWidePermissions.map(code).join(' and ')} are of the whole chain only: an account belongs to no part of it, and whoever could give
roles for one country could give themselves others. An administrator or auditor with a lesser reach is refused all of it, and the
pages about people say so. Nobody changes their own role, reach or state; the last active administrator of the whole chain stays
one; links made by somebody who is demoted or disabled open nothing any more. An account nobody used for 90 days is disabled, but
for the last administrator of the whole chain, whom nobody could let in again.

## Procedures

What is recorded stands in the audit record, done or refused. *Fresh* asks for a factor shown within the last five minutes.

${table(
  ['procedure', 'needs', 'fresh', 'records'],
  Object.entries(procedures).map(
    ([
      path,
      {
        _def: { meta },
      },
    ]) => [
      code(path),
      code(meta?.permission ?? 'nothing'),
      meta?.fresh ? 'yes' : '',
      meta === undefined || meta.audit === 'unlogged' ? '' : code(meta.audit),
    ],
  ),
)}

The live socket knows people's sessions and screens' cookies, and no token.

A token asks procedures with \`Authorization: Bearer\`, and nothing else; cookies that come with it count for nothing
([how](guide/api.md)). A screen is let in with a code it shows, by somebody with \`screens.change\`; it opens \`/wall\` and nothing else.
\`/wall\` shows itself to people as well, as their own; to everybody else it shows such a code. Nobody gives a token or a screen more
of the chain than they reach themselves, and sees and revokes those within their reach only.

## Pages

${table(
  ['page', 'needs'],
  Object.entries(pagePermissions).map(([page, needs]) => [code(page), needs.map(code).join(', ')]),
)}

## Routes

*open*: anybody may ask; what is needed is shown in the request itself (a password, a link's secret), or nothing is told.
*metrics token*: whoever shows METRICS_TOKEN, nobody while it is not set.

${table(
  ['route', 'needs'],
  Object.entries(routePermissions).map(([route, needs]: [string, string | readonly string[]]) => [
    code(route),
    typeof needs !== 'string'
      ? needs.map(code).join(', ')
      : needs === 'procedures'
        ? "each procedure's or file's own"
        : `*${needs}*`,
  ]),
)}

## The hub's port

*agent*: whoever answers the hub's challenge with an agent's key; no person, token or screen. *join code*: whoever shows one. *log key*:
whoever shows what a log signed that this hub was told to countersign (WITNESSED_LOGS). *provider*: whoever shows what the pull
of that name is told by, a signature or a password. *inside*: nobody from outside, the proxy in front passes it on to none; figures
are told to this machine and to METRICS_TOKEN alone, everybody else learns no more than yes or no.

${table(
  ['what', 'needs'],
  Object.entries(hubPermissions).map(([what, needs]) => [code(what), needs.includes('.') ? code(needs) : `*${needs}*`]),
)}
`
}

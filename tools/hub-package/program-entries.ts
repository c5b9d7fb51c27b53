import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../package/write-tar.ts'
import { linkEntry } from './package-entries.ts'

/** Packages of the repository that hub, dashboard and command line import. */
export const WORKSPACES = ['audit', 'db', 'protocol', 'services', 'settlement', 'terminals']
/** Folders with TypeScript that Node runs as it is: what was tested is what runs. */
const SOURCES = [
  ...WORKSPACES.map((name) => `packages/${name}/src`),
  'apps/web/src',
  'apps/cli/src',
  'tools/hub-package/programs',
]
/** What our programs here share with `npm start`. */
const SHARED = ['database', 'running-file', 'secrets'].map((name) => `tools/launcher/${name}.ts`)
const NOT_A_PROGRAM = /\.test\.ts$|\/testing\//
/** Of the dashboard's build: what is read while it serves. */
const NOT_SERVED = /^(cache|dev|diagnostics|types|turbopack|trace.*|lock|build)(\/|$)|\.(map|nft\.json)$/

/** Our own files, where they lie in the repository, so that their imports mean the same. */
export function programEntries(root: string): Entry[] {
  const file = (path: string): Entry => ({ path, mode: 0o644, bytes: readFileSync(join(root, path)) })
  return [
    ...SOURCES.flatMap((folder) => filesUnder(root, folder))
      .filter((path) => /\.(ts|json)$/.test(path) && !NOT_A_PROGRAM.test(path))
      .map(file),
    ...SHARED.map(file),
    ...filesUnder(root, 'packages/db/prisma/migrations').map(file),
    ...['package.json', 'apps/web/package.json', 'apps/cli/package.json', 'tools/package.json'].map(file),
    ...WORKSPACES.flatMap((name) => [
      file(`packages/${name}/package.json`),
      { path: `node_modules/@counterfoil/${name}`, mode: 0o777, linkTo: `../../packages/${name}` },
    ]),
    ...dashboard(root),
  ]
}

function dashboard(root: string): Entry[] {
  const build = 'apps/web/.next'
  if (!existsSync(join(root, build, 'BUILD_ID'))) throw new Error('the dashboard is not built: turbo run build')
  return filesUnder(root, build, true)
    .filter((path) => !NOT_SERVED.test(path.slice(build.length + 1)))
    .map((path) =>
      path.startsWith(`${build}/node_modules/`)
        ? linkEntry(root, path)
        : { path, mode: 0o644, bytes: readFileSync(join(root, path)) },
    )
}

/** Links too where asked for; never what lies behind one. */
function filesUnder(root: string, folder: string, links = false): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((each) => {
    const path = `${folder}/${each.name}`
    if (each.isDirectory()) return filesUnder(root, path, links)
    return each.isFile() || links ? [path] : []
  })
}

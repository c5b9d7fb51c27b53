// Runs on whatever Node (>= 20) is there, before anything is installed. It installs what is missing and hands
// over to the Node the repository brings along (package.json, optionalDependencies).
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'

const entries = {
  start: 'tools/start.ts',
  dev: 'tools/dev.ts',
  test: 'tools/test.ts',
  'test-long': 'tools/test-long.ts',
  check: 'tools/check.ts',
  bench: 'bench/main.ts',
  counterfoil: 'apps/cli/src/main.ts',
  agent: 'apps/agent/src/main.ts',
  'simulate-disasters': 'tools/disasters/main.ts',
  chaos: 'tools/chaos/main.ts',
  'machines-test': 'tools/chaos/machines/main.ts',
  'upgrade-test': 'tools/upgrade/main.ts',
  'audit-policy': 'tools/audit-policy.ts',
  sbom: 'tools/sbom.ts',
  'build-verifier': 'tools/build-verifier.ts',
  'build-agent': 'tools/build-agent.ts',
  'build-hub': 'tools/build-hub.ts',
  'release-agent': 'tools/release-agent.ts',
}

const [command, ...args] = process.argv.slice(2)
const entry = entries[command]
if (!entry) {
  console.error(`bootstrap: no command "${command}"; there are: ${Object.keys(entries).join(', ')}`)
  process.exit(2)
}

installIfMissing()
const node = findNode()
if (command !== 'agent') generateDatabaseClient(node)
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, entry), ...args], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD && (command === 'counterfoil' || command === 'agent') ? process.env.INIT_CWD : root,
  env: {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    // Every process below keeps what Node made of TypeScript: the second start loads no compiler, 25 MB and half the time less.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
  },
})
// The terminal sends Ctrl-C to the whole group; the child decides when everything has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm hands a signal on to the shell between us only, and that dies of it: whoever ended npm means us too.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

function installIfMissing() {
  const lock = join(root, 'package-lock.json')
  const stamp = join(root, 'node_modules', '.counterfoil-installed')
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!existsSync(stamp) && existsSync(join(root, 'node_modules', '.package-lock.json')) && sameTree(lock)) {
    writeFileSync(stamp, wanted)
    return
  }
  console.error('Installing dependencies (once, about a minute) …')
  // npm must not run on the Node it is about to replace.
  const path = process.env.PATH.split(delimiter)
    .filter((part) => !part.includes(join('node_modules', '.bin')) && !part.includes(join('node_modules', 'node-')))
    .join(delimiter)
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
    env: { ...process.env, PATH: path },
  })
  if (done.status !== 0) {
    console.error('npm ci failed: see above. Nothing was started.')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/** Prisma's client is made from the schema, not committed; nothing happens when it is fresh. */
function generateDatabaseClient(node) {
  const done = spawnSync(node, [join(root, 'packages/db/scripts/generate.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    console.error('The database client could not be generated: see above. Nothing was started.')
    process.exit(1)
  }
}

/** After a plain `npm install` by hand the tree is right though the stamp is missing. */
function sameTree(lock) {
  const listed = Object.keys(JSON.parse(readFileSync(lock, 'utf8')).packages).filter((name) => name.startsWith('node_modules/'))
  const installed = new Set(
    Object.keys(JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages),
  )
  const all = JSON.parse(readFileSync(lock, 'utf8')).packages
  return listed.every((name) => installed.has(name) || all[name].optional === true)
}

function findNode() {
  const brought = join(
    root,
    'node_modules',
    `node-${windows ? 'win' : process.platform}-${process.arch}`,
    'bin',
    windows ? 'node.exe' : 'node',
  )
  if (existsSync(brought)) return brought
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return process.execPath
  console.error(
    `Counterfoil needs Node 24; this is ${process.version}, and none comes with the repository for ${process.platform}-${process.arch}. Install Node 24 and try again.`,
  )
  process.exit(1)
}

// Writes src/generated (the Prisma client) when it is missing or older than the schema. Plain JavaScript and no import
// of ours: it runs before any TypeScript that imports the client. A fresh client costs a few milliseconds.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)))
const schemaFolder = join(packageFolder, 'prisma', 'schema')
const generatedFolder = join(packageFolder, 'src', 'generated')
const stampFile = join(generatedFolder, '.schema-hash')
const require = createRequire(import.meta.url)

/** Generates the Prisma client unless it already fits the schema. Returns true when it had to. Throws what Prisma said. */
export function ensureGenerated() {
  const wanted = schemaHash()
  if (generatedHash() === wanted) return false
  return withLock(() => {
    // Another process may have done it while this one waited.
    if (generatedHash() === wanted) return false
    const prisma = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js')
    const run = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
      cwd: packageFolder,
      encoding: 'utf8',
      env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    })
    if (run.status !== 0) {
      throw new Error(`prisma generate failed; nothing that uses the database can start.\n${run.stdout ?? ''}${run.stderr ?? ''}`)
    }
    writeFileSync(stampFile, wanted)
    return true
  })
}

function schemaHash() {
  const hash = createHash('sha256')
  hash.update(JSON.parse(readFileSync(require.resolve('prisma/package.json'), 'utf8')).version)
  for (const name of readdirSync(schemaFolder).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(schemaFolder, name)))
  }
  return hash.digest('hex')
}

function generatedHash() {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return null
  }
}

/** One generator at a time per checkout: Prisma empties its output folder first. A lock older than a minute is a leftover. */
function withLock(work) {
  const lock = join(tmpdir(), `counterfoil-generate-${createHash('sha256').update(packageFolder).digest('hex').slice(0, 16)}`)
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const madeAtMs = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
    if (madeAtMs !== undefined && Date.now() - madeAtMs > 60_000) rmSync(lock, { recursive: true, force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureGenerated()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

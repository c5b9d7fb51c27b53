import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Starts the hub's program without a database and tells which files it has loaded; it leaves once all of the list is written. */
const LIST = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
  await import('./main.ts')
  process.stdout.write(JSON.stringify(loaded), () => process.exit())`

it('the hub loads neither Prisma nor the dashboard: it must stay small', () => {
  const output = execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', LIST],
    {
      cwd: join(import.meta.dirname),
      env: {
        ...process.env,
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        HUB_PORT: '0',
        HUB_KEY: 'A'.repeat(43),
        LOG_LEVEL: 'silent',
      },
      encoding: 'utf8',
    },
  )
  const loaded = JSON.parse(output) as string[]
  expect(loaded.some((url) => url.endsWith('/realtime/create-hub.ts'))).toBe(true)
  expect(loaded.filter((url) => /prisma|\/generated\/|node_modules\/(next|react)\//.test(url))).toEqual([])
})

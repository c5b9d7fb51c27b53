import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from './data-folder.ts'

/** `DATABASE_URL`, or that of the embedded PostgreSQL which `npm start` or the package left in the data folder. */
export function databaseUrl(env: Readonly<Record<string, string | undefined>>): string {
  if (env.DATABASE_URL) return env.DATABASE_URL
  const folder = dataFolder(env)
  try {
    const running = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as { databaseUrl?: string }
    if (running.databaseUrl) return running.databaseUrl
  } catch {
    // said below, in words
  }
  throw new Error(
    `No database: nothing is running from ${folder}. Start it first (systemctl start counterfoil.target, or npm start in a checkout), or set DATABASE_URL.`,
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Connects to the server's own database, or the one named, and closes the connection after `work`. */
export async function onServer<T>(
  serverUrl: string,
  database: string | undefined,
  work: (server: pg.Client) => Promise<T>,
): Promise<T> {
  const url = new URL(serverUrl)
  if (database) url.pathname = `/${database}`
  const server = await connect(url.href, 3)
  try {
    return await work(server)
  } finally {
    await server.end()
  }
}

async function connect(url: string, attempts: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'counterfoil tests' })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    // 53300: all connections are taken, by tests that end soon.
    if (attempts <= 1 || (error as { code?: string }).code !== '53300') throw error
    await sleep(500)
    return connect(url, attempts - 1)
  }
}

import pg from 'pg'

/** A connection as the cluster's superuser to the database `postgres`. */
export async function openAdmin(port: number, password: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
    application_name: 'counterfoil start',
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Whether the server at this port is the one over `cluster`; undefined while it does not take connections. */
export async function answersFor(cluster: string, port: number, password: string): Promise<boolean | undefined> {
  let admin: pg.Client
  try {
    admin = await openAdmin(port, password)
  } catch (error) {
    // Somebody else's server: it answers, but not to our password.
    return (error as { code?: string }).code === '28P01' ? false : undefined
  }
  try {
    const { rows } = await admin.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === cluster
  } finally {
    await admin.end()
  }
}

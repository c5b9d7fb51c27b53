import pg from 'pg'
import type { Belongings } from '../belongings.ts'

export async function connect(belongings: Belongings, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  belongings.keep({ stop: () => client.end() })
  return client
}

import type { Runtime } from '../context.ts'

const words = {
  away: 'PostgreSQL does not answer; pages cannot be shown until it does.',
  migrating: 'The database is being brought to a new version; pages come back when that is done.',
} as const

/** Whether people should be sent to this dashboard now; which part is missing, in plain words, and nothing of our insides. */
export async function answerReady(_request: Request, { readDatabase }: Pick<Runtime, 'readDatabase'>): Promise<Response> {
  const database = await readDatabase()
  const ready = database === 'ok'
  return Response.json(
    { ready, parts: { database }, problems: database === 'ok' ? [] : [words[database]] },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  )
}

import type pg from 'pg'

/** So many stores' hours are counted in one look: in a large chain an hour has a million payments. */
const AT_ONCE = 400
/** Each store has its turn before an hour that is over stops being counted. */
const MOST_TURNS = 5

/** Stores whose hours are counted now; in a chain of up to 400 all of them, in a larger one each at least every fifth time. */
export async function readStoresOfTurn(client: Pick<pg.ClientBase, 'query'>, turn: number): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>('select id from store order by id')
  const turns = turnsOf(rows.length)
  return rows.flatMap(({ id }, at) => (at % turns === turn % turns ? [id] : []))
}

export const turnsOf = (stores: number): number => Math.max(1, Math.min(MOST_TURNS, Math.ceil(stores / AT_ONCE)))

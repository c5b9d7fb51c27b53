import type { ReadRows } from '../read-rows.ts'

/** SQL text: the day of a moment, as training days are counted. */
const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

/** Whether the person's training is valid that day (UTC). Who has none may inspect: it is shown, and kept with what they did. */
export async function isTrained(rows: ReadRows, personId: string, at: Date): Promise<boolean> {
  const [row] = await rows<{ trained: boolean }>(
    `select exists (select from inspector_training t where t.person_id = $1 and t.withdrawn_at is null
       and $2::date between t.held_on and t.valid_until) as trained`,
    personId,
    dayOf(at),
  )
  return row?.trained === true
}

import { recordAct } from '../audit/record-act.ts'
import { ServiceError } from '../errors.ts'
import { changePeople, type PeopleContext } from '../people/change-people.ts'
import { readSubjects } from './read-subjects.ts'
import type { ReviewId } from './review-row.ts'

/** Begins a review with everything that gives access at this moment. `conflict` while another one is not signed. */
export async function openAccessReview(ctx: PeopleContext): Promise<ReviewId> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A review is opened by a person.')
  return changePeople(ctx, async (client) => {
    const open = await client.query(
      'select from access_review r where not exists (select from access_review_signature s where s.review_id = r.id)',
    )
    if (open.rowCount !== 0) {
      throw new ServiceError('conflict', 'A review is open already. Decide and sign that one first.', { reason: 'review_open' })
    }
    const id = ctx.newId()
    const now = ctx.now()
    await client.query('insert into access_review (id, opened_at, opened_by) values ($1, $2, $3)', [id, now, actor.id])
    const subjects = await readSubjects(client, now)
    await client.query(
      `insert into access_review_item (id, review_id, kind, subject_id, person_id, facts)
       select i.id, $1, i.kind, i.subject_id, i.person_id, i.facts
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) as i (id, kind, subject_id, person_id, facts)`,
      [
        id,
        subjects.map(() => ctx.newId()),
        subjects.map(({ kind }) => kind),
        subjects.map(({ subjectId }) => subjectId),
        subjects.map(({ personId }) => personId),
        subjects.map(({ facts }) => JSON.stringify(facts)),
      ],
    )
    await recordAct(ctx, client, {
      action: 'access_review.opened',
      target: { type: 'access_review', id },
      after: { items: subjects.length },
    })
    return { id }
  })
}

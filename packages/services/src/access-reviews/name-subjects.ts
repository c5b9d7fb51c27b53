import type pg from 'pg'
import type { ReviewSubject } from './review-item.ts'

type Unnamed = Omit<ReviewSubject, 'name' | 'detail'>

/** What the things are called now, and what tells two of one name apart. */
export async function nameSubjects<T extends Unnamed>(
  { pool }: { readonly pool: Pick<pg.Pool | pg.PoolClient, 'query'> },
  subjects: readonly T[],
): Promise<(T & Pick<ReviewSubject, 'name' | 'detail'>)[]> {
  const { rows } = await pool.query<{ name: string | null; detail: string | null }>(
    `select coalesce(u.name, l.email, t.name, w.name, b.reason) as name, coalesce(u.email, o.name, p.name, m.name) as detail
     from unnest($1::text[], $2::text[]) with ordinality as given (kind, id, nr)
     left join "user" u on given.kind = 'person' and u.id = given.id
     left join setup_link l on l.id = case given.kind when 'invitation' then given.id::uuid end
     left join "user" m on m.id = l.made_by
     left join api_token t on t.id = case given.kind when 'token' then given.id::uuid end
     left join "user" o on o.id = t.owner_id
     left join wall_screen w on w.id = case given.kind when 'screen' then given.id::uuid end
     left join "user" p on p.id = w.paired_by
     left join break_glass b on b.id = case given.kind when 'break_glass' then given.id::uuid end
     order by given.nr`,
    [subjects.map(({ kind }) => kind), subjects.map(({ subjectId }) => subjectId)],
  )
  return subjects.map((subject, index) => ({
    ...subject,
    name: rows[index]?.name ?? subject.subjectId,
    detail: rows[index]?.detail ?? null,
  }))
}

import type { ServiceContext } from '../context.ts'

/** A declaration that stands in the log and covers a tree an agent has seen. */
export interface DeclaredLoss {
  readonly index: bigint
  readonly entry: string
  /** What of the log is the same before and after. */
  readonly kept: bigint
}

export async function findDeclaredLoss(
  { pool }: Pick<ServiceContext, 'pool'>,
  tree: { readonly size: bigint; readonly root: string },
): Promise<DeclaredLoss | null> {
  const { rows } = await pool.query<{ idx: string; body: Buffer; kept: string }>(
    `select f.idx::text as idx, e.body, l.common_size::text as kept
     from audit_loss l join audit_entry e on e.id = l.entry_id join audit_leaf f on f.entry_id = l.entry_id
     where l.common_size < $1 and $1 <= l.seen_size
       and ($1 <= f.idx or exists (select from audit_lost_tree t where t.loss_id = l.id and t.size = $1 and t.root = $2))
     order by f.idx desc limit 1`,
    [tree.size, Buffer.from(tree.root, 'base64')],
  )
  const [row] = rows
  return row === undefined ? null : { index: BigInt(row.idx), entry: row.body.toString('utf8'), kept: BigInt(row.kept) }
}

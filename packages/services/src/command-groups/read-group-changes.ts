import { type CountedChanges, countChanges } from '../configurations/count-changes.ts'
import { type ConfigurationContent, contentOf, diffContent } from '../configurations/wanted-content.ts'
import type { StoresWithin } from '../permissions/stores-within.ts'
import type { ReadRows } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

/** What a group of configurations changes in its members in these stores, against what each had when it was looked at. */
export async function readGroupChanges(rows: ReadRows, groupId: string, within: StoresWithin): Promise<CountedChanges> {
  const members = await rows<{ content: ConfigurationContent; document: string | null }>(
    `select q.content, v.document from command_group_configuration q
       join command_group_agent m on m.group_id = q.group_id and m.place = q.place join store s on s.id = m.store_id
       left join agent_configuration v on v.agent_id = m.agent_id and v.number = q.before_number
     where q.group_id = $4 and ${scopeConditionAt(1)}`,
    ...scopeValues(within),
    groupId,
  )
  return countChanges(members.map(({ content, document }) => diffContent(contentOf(document), content)))
}

import type { ServiceContext } from '../context.ts'
import type { LockedDevice } from '../devices/lock-device.ts'
import { ServiceError } from '../errors.ts'
import type { ReadRows } from '../read-rows.ts'
import { devicePlan, readInspectionWishes } from './device-plan.ts'
import type { Corrected } from './find-corrected.ts'
import type { Answers, InspectionItem } from './inspection-values.ts'
import { readPlan, readPlans } from './read-plans.ts'
import type { RiskClass } from './risk-classes.ts'

/** So long a phone may have been without a network when a checklist was replaced. */
const OLD_CHECKLIST_DAYS = 7

interface Answered {
  readonly class: RiskClass
  readonly classVersion: number
  readonly answers: Answers
  readonly labelSerial: string | null
  readonly seal: { readonly found: 'whole' | 'broken' | 'missing'; readonly number: string | null } | null
}

interface AnsweredOf {
  readonly device: LockedDevice
  /** Null: it corrects none. */
  readonly corrected: Corrected | null
  /** Numbers of the seals that were on it. */
  readonly seals: readonly string[]
}

/**
 * Throws `invalid` unless the answers go by the checklist of the device's own class (a correction by that of what it corrects), and
 * every item has one. A serial or a seal is right by its number, not because somebody says so.
 */
export async function demandAnswers(
  ctx: Pick<ServiceContext, 'now'>,
  rows: ReadRows,
  given: Answered,
  { device, corrected, seals }: AnsweredOf,
): Promise<void> {
  const risk = corrected?.class ?? (await classOf(rows, device))
  if (given.class !== risk)
    throw new ServiceError('invalid', `This device is inspected as ${risk}.`, { field: 'class', reason: 'other_class' })
  const { class: _, ...asked } = given
  const items = await askedItems(ctx, rows, { risk, version: asked.classVersion, isCorrection: corrected !== null })
  const open = items.find((item) => asked.answers[item] === undefined)
  if (open !== undefined)
    throw new ServiceError('invalid', `Not answered: ${open}.`, { field: 'answers', reason: 'not_answered' })
  if (asked.answers.serial === 'right' && asked.labelSerial === null) throw withoutNumber('serial')
  const { seal } = asked
  if (asked.answers.seal === 'right' && seals.length > 0 && (seal === null || (seal.found === 'whole' && seal.number === null)))
    throw withoutNumber('seal')
}

const withoutNumber = (item: 'serial' | 'seal') =>
  new ServiceError('invalid', `Right only with the number that is on it: ${item}.`, {
    field: 'answers',
    reason: `${item}_without_number`,
  })

async function classOf(rows: ReadRows, { id, storeId, laneId }: LockedDevice): Promise<RiskClass> {
  const [place] = await rows<{ country: string; region: string }>(
    'select s.country::text as country, s.region from store s where s.id = $1',
    storeId,
  )
  const path = { country: place?.country ?? null, region: place?.region ?? null, storeId, laneId, deviceId: id }
  return devicePlan(path, await readInspectionWishes(rows), await readPlans(rows)).class
}

interface Checklist {
  readonly risk: RiskClass
  readonly version: number
  readonly isCorrection: boolean
}

/** What this version asks, and, once the one in force is old enough that every phone knows it, what that one asks as well. */
async function askedItems(
  { now }: Pick<ServiceContext, 'now'>,
  rows: ReadRows,
  { risk, version, isCorrection }: Checklist,
): Promise<readonly InspectionItem[]> {
  const plan = await readPlan(rows, risk, version)
  if (plan === null) throw new ServiceError('invalid', 'There is no such checklist.', { reason: 'no_checklist' })
  if (isCorrection) return plan.items
  const [next] = await rows<{ setAt: Date }>(
    'select set_at as "setAt" from inspection_class where class = $1 and version = $2',
    risk,
    version + 1,
  )
  if (next === undefined || now().getTime() - next.setAt.getTime() <= OLD_CHECKLIST_DAYS * 86_400_000) return plan.items
  return [...plan.items, ...(await readPlans(rows))[risk].items]
}

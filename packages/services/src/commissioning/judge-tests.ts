import type { Plan } from './design.ts'
import { judgeStanding } from './judge-standing.ts'
import { failing, type Observation, observed, waiting } from './observation.ts'
import { type PlannedTest, planTests } from './plan-tests.ts'
import type { TestFacts } from './test-facts.ts'

/** Shorter, it could be a connection that was made anew. */
const OUTAGE_LEAST_MS = 5_000
const SECOND_MS = 1_000

/** The agents whose terminals stand at the lanes that were drawn. */
export function agentsOf({ design }: Plan, { seen }: Pick<TestFacts, 'seen'>): number[] {
  const lanes = new Set(design.lanes.map(({ lane }) => lane))
  const ids = seen.terminals.filter(({ lane }) => lanes.has(lane)).map(({ agentId }) => agentId)
  return [...new Set(ids)].toSorted((a, b) => a - b)
}

/** Facts of the record → every test that the plan asks for, observed or not. */
export function judgeTests(plan: Plan, facts: TestFacts, nowMs: number): Observation[] {
  return planTests(plan, agentsOf(plan, facts)).map((planned) => judgeTest(plan, facts, { planned, nowMs }))
}

function judgeTest(plan: Plan, facts: TestFacts, { planned, nowMs }: { planned: PlannedTest; nowMs: number }): Observation {
  const { test, subject } = planned
  switch (test) {
    case 'sale':
      return judgeSale(plan, facts, planned)
    case 'method': {
      const sale = facts.sales.find(({ method }) => method === subject)
      return sale === undefined ? waiting(planned) : observed(planned, saleFigures(sale), [sale.event])
    }
    case 'totals': {
      const totals = facts.totals.find(({ lane }) => lane === subject)
      if (totals === undefined) return waiting(planned)
      const { amountMinor, currency, event } = totals
      return observed(planned, { amountMinor, currency }, [event])
    }
    case 'cable': {
      const cable = facts.cables.find(({ lane }) => lane === subject)
      if (cable === undefined) return waiting(planned)
      const { gone, back, reason } = cable
      return observed(planned, { reason, goneMs: back.atMs - gone.atMs }, [gone, back])
    }
    case 'outage':
      return judgeOutage(facts, planned)
    default:
      return judgeStanding({ ...plan, facts, planned, test, nowMs })
  }
}

/** One that brought along what is asked for, in time; else what the last one lacked. */
function judgeSale({ requirements }: Plan, { sales }: TestFacts, planned: PlannedTest): Observation {
  const { data, frequency } = requirements
  const here = sales.filter(({ lane }) => lane === planned.subject)
  const lacks = ({ basket, cashier, event }: TestFacts['sales'][number]) => [
    ...(data.basket && !basket ? ['basket'] : []),
    ...(data.cashier && !cashier ? ['cashier'] : []),
    ...(event.recordedAtMs - event.atMs > frequency.arriveWithinSeconds * SECOND_MS ? ['late'] : []),
  ]
  const good = here.find((sale) => lacks(sale).length === 0)
  if (good !== undefined) return observed(planned, saleFigures(good), [good.event])
  const [last] = here
  if (last === undefined) return waiting(planned)
  return failing(planned, { ...saleFigures(last), lacks: lacks(last).join(' ') })
}

function saleFigures({ paymentId, method, amountMinor, currency, event }: TestFacts['sales'][number]) {
  return {
    payment: paymentId,
    amountMinor,
    currency,
    arrivedMs: event.recordedAtMs - event.atMs,
    ...(method !== null && { method }),
  }
}

/** Away long enough, with a payment meanwhile, and all that was recorded meanwhile came, number by number. */
function judgeOutage({ outages }: TestFacts, planned: PlannedTest): Observation {
  const mine = outages.filter(
    ({ agentId, fromMs, untilMs }) => String(agentId) === planned.subject && untilMs - fromMs >= OUTAGE_LEAST_MS,
  )
  for (const { first, last, events, payments, fromMs, untilMs } of mine) {
    if (first === null || last === null || payments === 0) continue
    if (first.epoch !== last.epoch || last.seq - first.seq + 1 !== events) continue
    const figures = { awayMs: untilMs - fromMs, events, payments, firstSeq: first.seq, lastSeq: last.seq }
    return observed(planned, figures, first.seq === last.seq ? [first] : [first, last])
  }
  const [last] = mine
  if (last === undefined) return waiting(planned)
  return failing(planned, { awayMs: last.untilMs - last.fromMs, events: last.events, payments: last.payments })
}

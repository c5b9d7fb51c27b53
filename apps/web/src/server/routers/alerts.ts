import {
  AddDestinationInput,
  AddWindowInput,
  addDestination,
  addWindow,
  ChangeAlertRuleInput,
  changeAlertRule,
  EndWindowInput,
  endWindow,
  ListAlertRulesInput,
  ListAlertsInput,
  listAlertRules,
  listAlerts,
  listDestinations,
  listWindows,
  RemoveDestinationInput,
  removeDestination,
  TestDestinationInput,
  testDestination,
} from '@counterfoil/services/alerts'
import { AcknowledgeAlertInput, acknowledgeAlert } from '@counterfoil/services/operations'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'alerts.read', audit: 'unlogged' } as const
const change = { permission: 'alerts.change' } as const

/** What is bad, by which rules, and who is told when. */
export const alertsRouter = router({
  list: procedure(read)
    .input(ListAlertsInput)
    .query(({ ctx, input }) => listAlerts(ctx.services, input)),
  acknowledge: procedure({ permission: 'alerts.acknowledge', audit: 'alert.acknowledged' })
    .input(AcknowledgeAlertInput)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.services, input)),
  rules: procedure(read)
    .input(ListAlertRulesInput)
    .query(({ ctx, input }) => listAlertRules(ctx.services, input)),
  changeRule: procedure({ ...change, audit: 'alert_rule.changed' })
    .input(ChangeAlertRuleInput)
    .mutation(({ ctx, input }) => changeAlertRule(ctx.services, input)),
  destinations: procedure(read).query(({ ctx }) => listDestinations(ctx.services)),
  // What happens in the chain goes out to whoever is at this address.
  addDestination: procedure({ ...change, audit: 'alert_destination.added', fresh: true })
    .input(AddDestinationInput)
    .mutation(({ ctx, input }) => addDestination(ctx.services, input)),
  testDestination: procedure({ ...change, audit: 'alert_destination.tested' })
    .input(TestDestinationInput)
    .mutation(({ ctx, input }) => testDestination(ctx.services, input)),
  removeDestination: procedure({ ...change, audit: 'alert_destination.removed' })
    .input(RemoveDestinationInput)
    .mutation(({ ctx, input }) => removeDestination(ctx.services, input)),
  windows: procedure(read).query(({ ctx }) => listWindows(ctx.services)),
  addWindow: procedure({ ...change, audit: 'alert_window.added' })
    .input(AddWindowInput)
    .mutation(({ ctx, input }) => addWindow(ctx.services, input)),
  endWindow: procedure({ ...change, audit: 'alert_window.ended' })
    .input(EndWindowInput)
    .mutation(({ ctx, input }) => endWindow(ctx.services, input)),
})

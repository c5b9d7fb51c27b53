import { CloseIncidentInput, closeIncident, listIncidents } from '@counterfoil/services/incidents'
import { procedure, router } from '../trpc.ts'

export const incidentsRouter = router({
  list: procedure({ permission: 'audit.read', audit: 'unlogged' }).query(({ ctx }) => listIncidents(ctx.services)),
  close: procedure({ permission: 'audit.change', audit: 'incident.closed' })
    .input(CloseIncidentInput)
    .mutation(({ ctx, input }) => closeIncident(ctx.services, input)),
})

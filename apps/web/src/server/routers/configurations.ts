import {
  ListConfigurationsInput,
  listConfigurations,
  PreviewConfigurationInput,
  previewConfiguration,
  SendConfigurationInput,
  sendConfiguration,
} from '@counterfoil/services/configurations'
import { terminalProtocols } from '@counterfoil/terminals/registry'
import { procedure, router } from '../trpc.ts'

/** What is said in the settings, sent to the agents that go by it. */
export const configurationsRouter = router({
  list: procedure({ permission: 'commands.read', audit: 'unlogged' })
    .input(ListConfigurationsInput)
    .query(({ ctx, input }) => listConfigurations(ctx.services, input)),
  preview: procedure({ permission: 'commands.disturb', audit: 'unlogged' })
    .input(PreviewConfigurationInput)
    .query(({ ctx, input }) => previewConfiguration(ctx.services, terminalProtocols, input)),
  /** Terminals are set anew: the person shows that they are there. */
  send: procedure({ permission: 'commands.disturb', audit: 'configuration.sent', fresh: true })
    .input(SendConfigurationInput)
    .mutation(({ ctx, input }) => sendConfiguration(ctx.services, terminalProtocols, input)),
})

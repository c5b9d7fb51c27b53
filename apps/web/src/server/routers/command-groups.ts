import {
  approveGroup,
  BeginGroupInput,
  beginGroup,
  DisturbGroupInput,
  disturbGroup,
  GroupIdInput,
  getGroup,
  ListGroupMembersInput,
  listGroupMembers,
  listGroups,
  PreviewGroupInput,
  previewGroup,
  proposeGroup,
  StopGroupInput,
  stopGroup,
} from '@counterfoil/services/command-groups'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

/** One thing asked of many agents. */
export const commandGroupsRouter = router({
  list: procedure({ permission: 'commands.read', audit: 'unlogged' }).query(({ ctx }) => listGroups(ctx.services)),
  get: procedure({ permission: 'commands.read', audit: 'unlogged' })
    .input(GroupIdInput)
    .query(({ ctx, input }) => getGroup(ctx.services, input)),
  members: procedure({ permission: 'commands.read', audit: 'unlogged' })
    // The browser's paging says which way it goes; there is one way only.
    .input(ListGroupMembersInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listGroupMembers(ctx.services, input)),
  preview: procedure({ permission: 'commands.ask', audit: 'unlogged' })
    .input(PreviewGroupInput)
    .query(({ ctx, input }) => previewGroup(ctx.services, input)),
  begin: procedure({ permission: 'commands.ask', audit: 'command_group.begun' })
    .input(BeginGroupInput)
    .mutation(({ ctx, input }) => beginGroup(ctx.services, input)),
  /** What a few stores notice: the person shows that they are there. */
  disturb: procedure({ permission: 'commands.disturb', audit: 'command_group.begun', fresh: true })
    .input(DisturbGroupInput)
    .mutation(({ ctx, input }) => disturbGroup(ctx.services, input)),
  /** What many stores notice: another person shows that they want it, too. */
  propose: procedure({ permission: 'commands.propose', audit: 'command_group.proposed', fresh: true })
    .input(DisturbGroupInput)
    .mutation(({ ctx, input }) => proposeGroup(ctx.services, input)),
  approve: procedure({ permission: 'commands.approve', audit: 'command_group.approved', fresh: true })
    .input(GroupIdInput)
    .mutation(({ ctx, input }) => approveGroup(ctx.services, input)),
  stop: procedure({ permission: 'commands.ask', audit: 'command_group.stopped' })
    .input(StopGroupInput)
    .mutation(({ ctx, input }) => stopGroup(ctx.services, input)),
})

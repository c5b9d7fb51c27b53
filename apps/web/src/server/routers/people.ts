import {
  acknowledgeBreakGlass,
  BreakGlassInput,
  ChangePersonAccessInput,
  changePersonAccess,
  disablePerson,
  enablePerson,
  endPersonSessions,
  getPerson,
  InvitationInput,
  InvitePersonInput,
  invitePerson,
  ListPeopleInput,
  listInvitations,
  listOpenBreakGlass,
  listPeople,
  PersonInput,
  resetPerson,
  revokeInvitation,
} from '@counterfoil/services/people'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const peopleRouter = router({
  list: procedure({ permission: 'people.read', audit: 'unlogged' })
    // The browser's paging says which way it goes; there is one way only.
    .input(ListPeopleInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listPeople(ctx.services, input)),
  invitations: procedure({ permission: 'people.read', audit: 'unlogged' }).query(({ ctx }) => listInvitations(ctx.services)),
  get: procedure({ permission: 'people.read', audit: 'unlogged' })
    .input(PersonInput)
    .query(({ ctx, input }) => getPerson(ctx.services, input)),
  invite: procedure({ permission: 'people.change', audit: 'person.invited', fresh: true })
    .input(InvitePersonInput)
    .mutation(({ ctx, input }) => invitePerson(ctx.services, input)),
  revokeInvitation: procedure({ permission: 'people.change', audit: 'setup_link.revoked', fresh: true })
    .input(InvitationInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx.services, input)),
  changeAccess: procedure({ permission: 'people.change', audit: 'person.access_changed', fresh: true })
    .input(ChangePersonAccessInput)
    .mutation(({ ctx, input }) => changePersonAccess(ctx.services, input)),
  disable: procedure({ permission: 'people.change', audit: 'person.disabled', fresh: true })
    .input(PersonInput)
    .mutation(({ ctx, input }) => disablePerson(ctx.services, input)),
  enable: procedure({ permission: 'people.change', audit: 'person.enabled', fresh: true })
    .input(PersonInput)
    .mutation(({ ctx, input }) => enablePerson(ctx.services, input)),
  reset: procedure({ permission: 'people.change', audit: 'person.reset', fresh: true })
    .input(PersonInput)
    .mutation(({ ctx, input }) => resetPerson(ctx.services, input)),
  endSessions: procedure({ permission: 'people.change', audit: 'session.ended', fresh: true })
    .input(PersonInput)
    .mutation(({ ctx, input }) => endPersonSessions(ctx.services, input)),
  /** Administrator links made on the server that nobody has acknowledged. */
  openBreakGlass: procedure({ permission: 'people.read', audit: 'unlogged' }).query(({ ctx }) =>
    listOpenBreakGlass(ctx.services),
  ),
  acknowledgeBreakGlass: procedure({ permission: 'people.change', audit: 'break_glass.acknowledged', fresh: true })
    .input(BreakGlassInput)
    .mutation(({ ctx, input }) => acknowledgeBreakGlass(ctx.services, input)),
})

import type { LogScene } from '../support/log-scene.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import { inviteSomebody, type Somebody } from '../support/somebody.ts'

const chain = { kind: 'chain' } as const
const cli = { type: 'system', id: 'cli' } as const

export interface PeopleBed extends LogScene {
  /** Whom all is done to. */
  readonly guest: Somebody
  /** The review of access that is open. */
  review?: { readonly id: string; readonly items: readonly { readonly id: string; readonly personId: string | null }[] }
}

type Bed = PeopleBed
const to =
  (type: string, id: string) =>
  ({ admin }: Bed): Wanted => ({ actor: { type: 'user', id: admin.id }, target: { type, id } })

export const peopleScenes: readonly Scene<Bed>[] = [
  {
    action: 'setup_link.made',
    by: 'counterfoil setup-link, before there is an account',
    // Done where the bed begins: afterwards a link is made by breaking the glass only.
    act: async () => ({ actor: cli, target: { type: 'setup_link' } }),
  },
  {
    action: 'person.created',
    by: 'the link of an invitation',
    act: async ({ guest }) => ({ actor: { type: 'system' }, target: { type: 'person', id: guest.id } }),
  },
  {
    action: 'person.invited',
    by: 'the page of people',
    async act(bed) {
      const made = await bed.admin.ask<{ id: string }>('people.invite', {
        email: 'l.castano@chain.example',
        role: 'auditor',
        reach: chain,
      })
      return to('setup_link', made.id)(bed)
    },
  },
  {
    action: 'setup_link.revoked',
    by: 'the page of people',
    async act(bed) {
      const [open] = await bed.admin.ask<{ id: string }[]>('people.invitations')
      await bed.admin.ask('people.revokeInvitation', { id: open?.id })
      return to('setup_link', open?.id ?? '')(bed)
    },
  },
  {
    action: 'person.access_changed',
    by: 'the page of people',
    async act(bed) {
      await bed.admin.ask('people.changeAccess', { id: bed.guest.id, role: 'auditor', reach: chain })
      return to('person', bed.guest.id)(bed)
    },
  },
  {
    action: 'person.disabled',
    by: 'the page of people',
    async act(bed) {
      await bed.admin.ask('people.disable', { id: bed.guest.id })
      return to('person', bed.guest.id)(bed)
    },
  },
  {
    action: 'person.enabled',
    by: 'the page of people',
    async act(bed) {
      await bed.admin.ask('people.enable', { id: bed.guest.id })
      return to('person', bed.guest.id)(bed)
    },
  },
  {
    action: 'person.reset',
    by: 'the page of people',
    async act(bed) {
      await bed.admin.ask('people.reset', { id: bed.guest.id })
      return to('person', bed.guest.id)(bed)
    },
  },
  {
    action: 'access_review.opened',
    by: 'the page of reviews',
    async act(bed) {
      const { id } = await bed.admin.ask<{ id: string }>('accessReviews.open')
      bed.review = await bed.admin.ask('accessReviews.get', { id })
      return to('access_review', id)(bed)
    },
  },
  {
    action: 'access_review.decided',
    by: 'the page of reviews',
    async act(bed) {
      const { id = '', items = [] } = bed.review ?? {}
      for (const [who, personId] of [
        [bed.admin, bed.guest.id],
        [bed.second, bed.admin.id],
      ] as const) {
        const item = items.find((one) => one.personId === personId)
        await who.ask('accessReviews.decide', { itemId: item?.id, decision: 'keep', reason: 'is still here' })
      }
      await bed.admin.ask('accessReviews.keepRest', { id, reason: 'all the others too' })
      return to('access_review', id)(bed)
    },
  },
  {
    action: 'access_review.signed',
    by: 'the page of reviews',
    async act({ auditor, review }) {
      const id = review?.id ?? ''
      const { statement } = await auditor.ask<{ statement: { hash: string } }>('accessReviews.get', { id })
      await auditor.ask('accessReviews.sign', { id, statementHash: statement.hash })
      return { actor: { type: 'user', id: auditor.id }, target: { type: 'access_review', id } }
    },
  },
  {
    action: 'access_review.exported',
    by: 'the page of reviews',
    async act({ auditor, review }) {
      await auditor.ask('accessReviews.export', { id: review?.id })
      return { actor: { type: 'user', id: auditor.id }, target: { type: 'access_review', id: review?.id ?? '' } }
    },
  },
  {
    action: 'break_glass.used',
    by: 'counterfoil break-glass',
    async act({ counterfoil }) {
      await counterfoil(['break-glass', '--reason', 'nobody can sign in'])
      return { actor: cli, target: { type: 'setup_link' } }
    },
  },
  {
    action: 'break_glass.acknowledged',
    by: 'the notice on every page',
    async act(bed) {
      const [open] = await bed.admin.ask<{ id: string }[]>('people.openBreakGlass')
      await bed.admin.ask('people.acknowledgeBreakGlass', { id: open?.id })
      return to('setup_link', open?.id ?? '')(bed)
    },
  },
  ...byProgram('person.invited', ['invite', 'new@chain.example', '--role', 'auditor'], 'setup_link'),
  ...byProgram('person.access_changed', ['role', '', 'technician', '--country', 'DE'], 'person'),
  ...byProgram('person.disabled', ['disable', ''], 'person'),
  ...byProgram('person.enabled', ['enable', ''], 'person'),
  ...byProgram('person.reset', ['reset', ''], 'person'),
]

/** By a verb of the program; the empty argument is the guest's address. */
function byProgram(action: Scene['action'], args: readonly string[], type: string): Scene<Bed>[] {
  return [
    {
      action,
      by: `counterfoil person ${args[0]}`,
      async act({ counterfoil, guest }) {
        await counterfoil(['person', ...args.map((arg) => arg || guest.email)])
        return { actor: cli, target: { type, ...(type === 'person' ? { id: guest.id } : {}) } }
      },
    },
  ]
}

export async function withGuest(bed: LogScene): Promise<PeopleBed> {
  return { ...bed, guest: await inviteSomebody(bed.dashboard, bed.admin, 'operations') }
}

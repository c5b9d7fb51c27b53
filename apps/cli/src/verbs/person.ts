import { UsageError } from '../cli-error.ts'
import type { Verb } from '../verb.ts'
import { changeRole } from './person/change-role.ts'
import { changeState } from './person/change-state.ts'
import { invite } from './person/invite.ts'
import { list } from './person/list.ts'
import { reset } from './person/reset.ts'

export const person: Verb = {
  usage: `person list [--search TEXT] [--role ROLE] [--state active|disabled] [--json]
       person invite EMAIL --role ROLE [--country DE [--region R] | --stores 0417,0612] [--json]
       person role EMAIL ROLE [--country DE [--region R] | --stores 0417,0612] [--json]
       person disable|enable|end-sessions EMAIL [--json]
       person reset EMAIL [--json]`,
  summary:
    'Lists who has an account; invites, gives a role and a part of the chain (all of it unless told), shuts out, lets in again, or resets a lost sign-in.',
  async run(args, io) {
    const [what, ...rest] = args
    switch (what) {
      case 'list':
        return list(rest, io)
      case 'invite':
        return invite(rest, io)
      case 'role':
        return changeRole(rest, io)
      case 'disable':
      case 'enable':
      case 'end-sessions':
        return changeState(what, rest, io)
      case 'reset':
        return reset(rest, io)
      default:
        throw new UsageError(
          what === undefined ? 'say list, invite, role, disable, enable, end-sessions or reset' : `there is no "person ${what}"`,
        )
    }
  },
}

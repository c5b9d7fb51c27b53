import { z } from 'zod'
import { GivenReach } from '../permissions/given-reach.ts'
import { personRoles } from '../permissions/permission-table.ts'

/** As far as it can be told from the input alone. */
export const AccessInput = { role: z.enum(personRoles), reach: GivenReach }

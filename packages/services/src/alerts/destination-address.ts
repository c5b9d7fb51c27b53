import { z } from 'zod'
import { mayNameHost } from './outside-address.ts'

export const destinationKinds = ['webhook', 'email', 'slack', 'feishu', 'dingtalk', 'wecom'] as const
export type DestinationKind = (typeof destinationKinds)[number]

const EMAIL = /^[^\s@<>,;"\p{Cc}\p{Cs}]{1,64}@[^\s@<>,;"\p{Cc}\p{Cs}]{1,190}$/u
const MOST_PEOPLE = 20

const WebAddress = z
  .string()
  .max(1_000)
  .regex(/^https:\/\/[^\s\p{Cc}\p{Cs}]+$/u, 'https:// only')
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    return url.username === '' && url.password === '' && url.hash === '' && mayNameHost(url.hostname)
  }, 'an address outside of this machine, without user, password and #')

/** A key that signs; it is not sent. */
const secret = (least: number) =>
  z
    .string()
    .min(least)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'letters, digits and signs of ASCII without blanks')

const Mails = z
  .string()
  .max(2_000)
  .refine((text) => {
    const all = peopleOf(text)
    return all.length <= MOST_PEOPLE && all.every((each) => EMAIL.test(each))
  }, `at most ${MOST_PEOPLE} addresses, with commas between`)

/** Where to, and by what it knows us. Everything in it is sealed. */
export const DestinationAddress = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), address: WebAddress, secret: secret(32) }),
  z.strictObject({ kind: z.literal('email'), address: Mails }),
  z.strictObject({ kind: z.literal('slack'), address: WebAddress }),
  z.strictObject({ kind: z.literal('feishu'), address: WebAddress, secret: secret(1).nullable() }),
  z.strictObject({ kind: z.literal('dingtalk'), address: WebAddress, secret: secret(1).nullable() }),
  z.strictObject({ kind: z.literal('wecom'), address: WebAddress }),
])
export type DestinationAddress = z.infer<typeof DestinationAddress>

export const peopleOf = (text: string): string[] => text.split(',').map((each) => each.trim())

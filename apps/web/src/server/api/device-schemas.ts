import {
  APPROVAL_NOTICE_DAYS,
  DeviceDescription,
  deviceKinds,
  deviceNeeds,
  deviceStates,
  p2peAnswers,
  RegisterDeviceInput,
} from '@counterfoil/services/devices'
import { z } from 'zod'

/** What programs are told of a device. What a page shows beside it is not in here, and may change. */
export const ApiDevice = z.object({
  id: z.int(),
  kind: z.enum(deviceKinds),
  registered: z.boolean().describe('Whether somebody described it; else it was found where it answered.'),
  state: z.enum(deviceStates),
  make: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  firmware: z.string().nullable(),
  approvalNumber: z.string().nullable().describe('PCI PTS.'),
  approvalExpiresOn: z.iso.date().nullable(),
  p2pe: z.enum(p2peAnswers),
  storeId: z.int().nullable(),
  storeCode: z.string().nullable(),
  country: z.string().nullable(),
  lane: z.string().nullable(),
  holder: z.string().nullable(),
  hostname: z.string().nullable().describe('Of an agent’s PC.'),
  toldSerial: z.string().nullable().describe('What answers at its port says that it is.'),
  serialDiffers: z.boolean(),
  sealNotWhole: z.boolean(),
})

export const ApiDeviceDetail = ApiDevice.extend({
  p2peSolution: z.string().nullable(),
  notes: z.string().nullable(),
  rev: z.int().describe('Goes into a change, so that nobody’s is overwritten.'),
  createdAtMs: z.number(),
})

export const ApiDevicePage = z.object({
  devices: z.array(ApiDevice),
  next: z.string().nullable().describe('The next page’s cursor; null on the last.'),
})

/** Of a list, as they stand in an address. */
export const ListQuery = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  region: z
    .string()
    .max(60)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
    .optional()
    .describe('Of the country, which is given with it.'),
  storeId: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional(),
  kind: z.enum(deviceKinds).optional(),
  state: z.enum(deviceStates).optional().describe('Left out: all but removed ones.'),
  need: z
    .enum(deviceNeeds)
    .optional()
    .describe(`What somebody should look at; approval_ends: within ${APPROVAL_NOTICE_DAYS} days.`),
  search: z.string().max(80).optional().describe('Part of a serial, a make, a model, a store’s code or name, or a lane.'),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/)
    .optional()
    .describe('200 at most; 100 if left out.'),
  cursor: z.string().max(200).optional(),
})

export const RegisterBody = RegisterDeviceInput

export const ChangeBody = z.strictObject({
  rev: z.int().min(1).describe('As the device said it.'),
  description: DeviceDescription,
})

export const Registered = z.object({ id: z.int() })

export const Refused = z.object({
  code: z.string().describe('A stable word for programs.'),
  message: z.string().describe('A sentence for people.'),
})

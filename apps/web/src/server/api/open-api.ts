import { z } from 'zod'
import { ApiDeviceDetail, ApiDevicePage, ChangeBody, ListQuery, Refused, RegisterBody, Registered } from './device-schemas.ts'

type Json = Readonly<Record<string, unknown>>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
const content = (schema: z.ZodType, io: 'input' | 'output') => ({ 'application/json': { schema: schemaOf(schema, io) } })
const answers = (good: Readonly<Record<number, readonly [string, z.ZodType]>>, refusals: Readonly<Record<number, string>>) =>
  Object.fromEntries([
    ...Object.entries(good).map(([status, [description, schema]]) => [
      status,
      { description, content: content(schema, 'output') },
    ]),
    ...Object.entries(refusals).map(([status, description]) => [status, { description, content: content(Refused, 'output') }]),
  ])
const asked = { 401: 'No token, or none that is good.', 403: 'Not for this token.', 429: 'Too many wrong tokens.' }
const body = (schema: z.ZodType) => ({ required: true, content: content(schema, 'input') })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }

/** What programs may ask beside the procedures, as OpenAPI 3.1. It is made of the schemas that requests and answers go through. */
export function openApi(publicOrigin: string): Json {
  return {
    openapi: '3.1.1',
    info: { title: 'Counterfoil: devices', version: '1' },
    servers: [{ url: publicOrigin }],
    security: [{ token: [] }],
    paths: {
      '/api/v1/devices': {
        get: {
          operationId: 'listDevices',
          summary: 'Devices: those that stand nowhere first, then by store.',
          parameters: Object.entries(ListQuery.shape).map(([name, schema]) => ({
            name,
            in: 'query',
            required: false,
            schema: schemaOf(schema, 'input'),
          })),
          responses: answers({ 200: ['A page of them.', ApiDevicePage] }, { 400: 'Not as described.', ...asked }),
        },
        post: {
          operationId: 'registerDevice',
          summary: 'Takes a device into the inventory before it ever answers.',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description: 'The same for the same request, when it is sent again: the device is made once.',
              schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,200}$' },
            },
          ],
          requestBody: body(RegisterBody),
          responses: answers(
            { 200: ['It was registered by this key before.', Registered], 201: ['It is registered.', Registered] },
            {
              400: 'Not as described, or no key.',
              ...asked,
              404: 'No such store in the token’s reach.',
              409: 'Its serial is known, or the key was given with something else.',
            },
          ),
        },
      },
      '/api/v1/devices/{id}': {
        get: {
          operationId: 'getDevice',
          summary: 'One device.',
          parameters: [id],
          responses: answers({ 200: ['It.', ApiDeviceDetail] }, { ...asked, 404: 'No such device in the token’s reach.' }),
        },
        put: {
          operationId: 'changeDevice',
          summary: 'Describes it anew, whole. The same again changes nothing.',
          parameters: [id],
          requestBody: body(ChangeBody),
          responses: answers(
            { 200: ['As it is now.', ApiDeviceDetail] },
            {
              400: 'Not as described.',
              ...asked,
              404: 'No such device in the token’s reach.',
              409: 'Somebody changed it since this rev, or its state allows no change.',
            },
          ),
        },
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'cfk_…' } } },
  }
}

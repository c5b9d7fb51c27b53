import { z } from 'zod'
import { AGENT_VERSION } from '../version.ts'
import { ApiError } from './api-error.ts'
import type { Route } from './route.ts'
import { ErrorJson } from './schemas.ts'

/** OpenAPI 3.1 of the routes, from the very schemas that check them. */
export function describeApi(routes: readonly Route[]): object {
  const schemas: Record<string, object> = { Error: jsonSchema(ErrorJson) }
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    if (route.body) schemas[route.body.name] = jsonSchema(route.body.schema)
    for (const { name, schema } of Object.values(route.answers)) if (name && schema) schemas[name] = jsonSchema(schema)
    const operations = paths[route.path] ?? {}
    paths[route.path] = { ...operations, [route.method.toLowerCase()]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Counterfoil till API',
      version: AGENT_VERSION,
      description:
        'A till asks the store agent for payments; the agent asks the terminal. Amounts are minor units. An outcome of "unknown" is settled by asking the terminal, never by starting the payment again.',
    },
    servers: [{ url: '/' }],
    security: [{ till: [] }],
    paths,
    components: { securitySchemes: { till: { type: 'http', scheme: 'bearer' } }, schemas },
  }
}

function describeRoute(route: Route): object {
  const parameters: object[] = []
  if (route.path.includes('{id}'))
    parameters.push({
      name: 'id',
      in: 'path',
      required: true,
      schema: route.path.startsWith('/v1/payments') ? { type: 'string', format: 'uuid' } : { type: 'string' },
    })
  if (route.idempotent) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      schema: { type: 'string', minLength: 1, maxLength: 100 },
    })
  }
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: jsonContent(route.body.name) } }),
    responses: describeAnswers(route),
  }
}

function describeAnswers(route: Route): object {
  const responses: Record<string, object> = {}
  for (const [status, { description, name, stream }] of Object.entries(route.answers)) {
    const content = stream
      ? { 'text/event-stream': { schema: { type: 'string' } } }
      : name
        ? jsonContent(name)
        : { 'application/json': { schema: { type: 'object' } } }
    responses[status] = { description, content }
  }
  const codes = [
    ...route.errors,
    'host_not_allowed',
    'origin_not_allowed',
    'internal',
    ...(route.open ? [] : ['unauthorised']),
  ] as Route['errors']
  for (const code of codes) {
    const status = String(new ApiError(code, '').status)
    const before = responses[status] as { description: string } | undefined
    responses[status] = { description: before ? `${before.description}, ${code}` : code, content: jsonContent('Error') }
  }
  return responses
}

function jsonContent(name: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output' })
  return rest
}

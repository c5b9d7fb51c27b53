import { getRuntime } from '../../../../server/context.ts'
import { beginSso } from '../../../../server/sso/begin-sso.ts'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => beginSso(request, getRuntime())

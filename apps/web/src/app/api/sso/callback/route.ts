import { getRuntime } from '../../../../server/context.ts'
import { finishSso } from '../../../../server/sso/finish-sso.ts'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => finishSso(request, getRuntime())

export { type Actor, type Factor, factors, type RequestOrigin, type ServiceContext } from './context.ts'
export { isServiceError, SERVICE_ERROR_CODES, ServiceError, type ServiceErrorCode, type ServiceErrorDetails } from './errors.ts'
export { createIdMaker, type IdSource, timeOfIdMs } from './new-id.ts'

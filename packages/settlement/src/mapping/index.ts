export { mappedFormat } from './mapped-format.ts'
export type { Mapping, Source } from './mapping.ts'
export { MappingError, parseMapping, readMapping } from './parse-mapping.ts'

export { EditMappingPage } from './edit-mapping-page.tsx'
export { MappingEditor } from './mapping-editor.tsx'
export { MappingsPage } from './mappings-page.tsx'
export { toNumber } from './to-number.ts'

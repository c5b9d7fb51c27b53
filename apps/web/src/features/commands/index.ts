export { AgentDesk } from './agent-desk.tsx'
export { AgentPage } from './agent-page.tsx'
export type { AskableKind } from './ask-form.tsx'
export { askableKinds } from './askable-kinds.ts'

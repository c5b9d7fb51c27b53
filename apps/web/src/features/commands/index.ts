export { AgentPage } from './agent-page.tsx'

export { realClock } from './real-clock.ts'
export { type Said, type SaleGiven, type ScriptedAgent, type ScriptOptions, saleEvents, scriptAgent } from './scripted-agent.ts'

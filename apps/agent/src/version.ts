/** Version of the agent, as told to the hub. */
export const AGENT_VERSION = '0.1.0'

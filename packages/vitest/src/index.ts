import './augmentation.ts'

export { agentguard, type AgentguardOptions } from './plugin.ts'
export type { EgressMeta } from './egress-meta.ts'
import { refuseAsSetupFile } from './refuse-wrong-use.ts'

refuseAsSetupFile(import.meta.url)

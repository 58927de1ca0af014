import './augmentation.ts'

export { agentguard } from './plugin.ts'
export type { EgressMeta } from './egress-meta.ts'

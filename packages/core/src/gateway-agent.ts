import { runAgent } from './guard/agent/agent.ts'

void runAgent()

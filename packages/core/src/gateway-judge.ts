import { parentPort, workerData } from 'node:worker_threads'
import type { JudgeInput } from './guard/gateway/judge-input.ts'
import { runJudge } from './guard/judge/judge.ts'

// Only `startGateway` starts this thread.
const judge = runJudge(workerData as JudgeInput)
parentPort?.on('message', (times: number) => judge.settle(times))
// Without a judge nothing is recorded, so no program may start any more.
process.on('uncaughtException', (error) => judge.end(`its judge failed (${String(error)})`))

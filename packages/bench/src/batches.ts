import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BatchTime } from './programs/run-operations.ts'
import type { OperationName, Target } from './programs/operations.ts'
import { peers, type Variant } from './variants.ts'

/** One operation to measure under some variants. */
export interface BatchPlan {
  readonly operation: OperationName
  /** Where each variant sends it; bare may need another one, where only a guard would refuse. */
  readonly target: (variant: Variant) => Target
  /** The rules; none where it is to be blocked. */
  readonly allow: readonly string[]
  readonly variants: readonly Variant[]
  /** Operations a batch. */
  readonly count: number
  /** Batches of every variant, in turn. */
  readonly pairs: number
  /** Sets of processes: one process may be compiled luckier than another. */
  readonly rounds: number
}

export type BatchTimes = ReadonlyMap<Variant, readonly BatchTime[]>

const program = fileURLToPath(new URL('programs/run-operations.ts', import.meta.url))

/** Measures all variants side by side: one process each, and batches in turn, so that each pair shares its moment. */
export async function runBatches(plan: BatchPlan): Promise<BatchTimes> {
  const times = new Map<Variant, BatchTime[]>(plan.variants.map((variant) => [variant, []]))
  for (let round = 0; round < plan.rounds; round += 1) {
    const started = await Promise.all(plan.variants.map((variant) => startChild(plan, variant)))
    const children: Child[] = []
    for (const one of started) if (await warmUp(one, plan.count)) children.push(one)
    for (let pair = 0; pair < Math.ceil(plan.pairs / plan.rounds); pair += 1) {
      for (const { child, variant } of inTurn(children, pair))
        times.get(variant)?.push(await runBatch(child, plan.count))
    }
    for (const { child } of started) child.kill()
  }
  return times
}

interface Child {
  readonly variant: Variant
  readonly child: ChildProcess
}

async function startChild({ operation, target, allow }: BatchPlan, variant: Variant): Promise<Child> {
  const args = [variant, operation, JSON.stringify(target(variant)), ...allow]
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await nextMessage(child)
  return { variant, child }
}

/** Compiled code is what a suite of any length runs. Returns false for a peer under which the operation never ends. */
async function warmUp({ child, variant }: Child, count: number): Promise<boolean> {
  const deadline = AbortSignal.timeout(20_000)
  try {
    const begin = performance.now()
    for (let warm = 0; warm < 3 || performance.now() - begin < 1000; warm += 1) await runBatch(child, count, deadline)
    return true
  } catch (error) {
    if (!deadline.aborted || !peers.includes(variant)) throw error
    return false
  }
}

async function runBatch(child: ChildProcess, count: number, deadline?: AbortSignal): Promise<BatchTime> {
  child.send(count)
  // The program answers a count with nothing else.
  return (await nextMessage(child, deadline)) as BatchTime
}

async function nextMessage(child: ChildProcess, deadline?: AbortSignal): Promise<unknown> {
  const gone = new AbortController()
  const signal = deadline ? AbortSignal.any([gone.signal, deadline]) : gone.signal
  const failed = once(child, 'exit', { signal: gone.signal }).then(
    ([code]: unknown[]) => Promise.reject(new Error(`${child.spawnargs.join(' ')} ended with ${String(code)}`)),
    () => new Promise<never>(() => {}),
  )
  const [message] = (await Promise.race([once(child, 'message', { signal }), failed])) as unknown[]
  gone.abort()
  return message
}

/** The first variant of a batch meets the machine at another moment, so all take turns in being first. */
export function inTurn<T>(list: readonly T[], turn: number): readonly T[] {
  const at = turn % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}

/** Measures variants in turn, once in each pair. A run may give several values. */
export async function measureInTurn<T>(
  variants: readonly Variant[],
  pairs: number,
  run: (variant: Variant) => Promise<readonly T[]>,
): Promise<ReadonlyMap<Variant, readonly T[]>> {
  const measured = new Map<Variant, T[]>(variants.map((variant) => [variant, []]))
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const variant of inTurn(variants, pair)) measured.get(variant)?.push(...(await run(variant)))
  }
  return measured
}

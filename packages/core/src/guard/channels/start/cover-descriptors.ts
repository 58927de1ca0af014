import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from '../../node/original-fs.ts'
import { changed } from './changed-options.ts'

interface Covering {
  /** Descriptors of this process that the program may not inherit. */
  readonly outside: readonly number[] | undefined
  /** What stands in `stdio` for a descriptor that is not handed on. */
  readonly ignored: unknown
  /** Whose list of streams Node makes as long as `stdio`. */
  readonly child?: ChildProcess
}

/**
 * Starts a program that has `/dev/null` where it would inherit these descriptors: no call of Node closes one in the program alone. What
 * Node says of its streams is as long as if nothing had been added.
 */
export function coverDescriptors<Options extends { stdio?: unknown }>(
  options: Options,
  { outside = [], ignored, child }: Covering,
  start: (options: Options) => unknown,
): unknown {
  if (outside.length === 0) return start(options)
  const given = listOf(options.stdio)
  const nothing = openSync('/dev/null', 'r+')
  try {
    const result = start(changed(options, { stdio: cover(given, outside, ignored, nothing) } as Partial<Options>))
    for (const list of [child?.stdio, propertyOf(result, 'output')]) if (Array.isArray(list)) list.splice(given.length)
    return result
  } finally {
    closeSync(nothing)
  }
}

/** As Node reads one word for all three. */
function listOf(stdio: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio]
  return [...list, ...Array<undefined>(Math.max(0, 3 - list.length)).fill(undefined)]
}

function cover(given: readonly unknown[], outside: readonly number[], ignored: unknown, nothing: number): unknown[] {
  const length = Math.max(given.length, ...outside.map((descriptor) => descriptor + 1))
  return Array.from({ length }, (_, at) => {
    const one = at < given.length ? given[at] : ignored
    return outside.includes(at) && isIgnored(one) ? { type: 'fd', fd: nothing } : one
  })
}

/** From the fourth place on, nothing leaves there what this process has. */
function isIgnored(one: unknown): boolean {
  return one === undefined || one === null || one === 'ignore' || propertyOf(one, 'type') === 'ignore'
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

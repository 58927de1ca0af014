import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from '../../node/original-fs.ts'
import { changed } from './changed-options.ts'

interface Covering {
  /** Descriptors of this process that the program must not inherit. */
  readonly outside: readonly number[] | undefined
  /** The value in `stdio` for a descriptor that is not passed on. */
  readonly ignored: unknown
  /** The child, whose list of streams Node makes as long as `stdio`. */
  readonly child?: ChildProcess
}

/**
 * Starts a program with `/dev/null` in place of these descriptors, since Node cannot close one in the program alone.
 * The list of streams that Node returns keeps the length that it would have without them.
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

/** Like Node, reads one word for all three. */
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

/** From the fourth position on, an ignored descriptor of this process is inherited. */
function isIgnored(one: unknown): boolean {
  return one === undefined || one === null || one === 'ignore' || propertyOf(one, 'type') === 'ignore'
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

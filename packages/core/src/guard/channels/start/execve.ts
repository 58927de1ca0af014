import type { Attempt } from '../../../policy/attempt/attempt.ts'
import { replaceProperty } from '../../patch/replace-property.ts'
import { foreignPrograms } from '../../programs/classify-program.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { equipEnvironment, readPairs } from './equip-environment.ts'
import { apply } from '../../node/originals.ts'
import { workingFolder } from '../../node/working-folder.ts'

/**
 * `process.execve` (Node 22.15): the process becomes another program.
 *
 * It is judged as the start of that program. What this process recorded is lost with it, so it is refused where no
 * other process has received that.
 */
export const execve: Channel = {
  name: 'execve',
  install: (needs) => {
    const real = process.getBuiltinModule('node:process') as unknown as Partial<Replacing>
    if (!canReplace(real)) return () => {}
    // The values set now are the user's. Later differences are the program's.
    const inherited = { ...process.env }
    return replaceProperty(real, 'execve', (replace) => {
      return function (this: unknown, ...given: unknown[]): unknown {
        const [file, args = [], env = process.env] = given
        // Node itself rejects arguments that name no program.
        if (typeof file !== 'string' || !isTexts(args) || !isEnvironment(env)) return apply(replace, this, given)
        return apply(replace, this, [file, args, prepare(needs, { file, args, env, inherited })])
      }
    })
  },
}

interface Replacing {
  execve(...args: unknown[]): unknown
}

function canReplace(value: Partial<Replacing>): value is Replacing {
  return typeof value.execve === 'function'
}

interface Given {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly inherited: NodeJS.ProcessEnv
}

function prepare(
  { ownership, decide, children }: Needs<'ownership' | 'decide' | 'children'>,
  { file, args, env, inherited }: Given,
): NodeJS.ProcessEnv {
  const pairs = readPairs(env)
  const program = { file, name: args[0], args: args.slice(1), env: readPairs(pairs), inherited, cwd: workingFolder() }
  const foreign = foreignPrograms(program)
  const attempt: Attempt = {
    channel: 'child-process',
    program: { file, args: program.args, foreign },
    raw: [file, ...foreign].join(' '),
  }
  const operation = ownership.begin(attempt)
  const error =
    decide(attempt, operation) ??
    (children.leave()
      ? undefined
      : children.refuse(attempt, operation, 'it would end the process that keeps the record'))
  if (error) throw error
  const equipment = children.equip(attempt, operation)
  if (equipment === undefined) return env
  if ('error' in equipment) throw equipment.error
  // The judge of the gateway may end with this process.
  const isolated =
    children.isolate(attempt, operation, equipment, { cwd: workingFolder(), descriptors: [] }) &&
    children.refuse(attempt, operation, 'it would need its own network namespace')
  if (isolated) throw isolated
  return readPairs(equipEnvironment(pairs, program, equipment))
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isEnvironment(value: unknown): value is NodeJS.ProcessEnv {
  return typeof value === 'object' && value !== null
}

import { resolve } from 'node:path'
import type { Attempt, AttemptedProgram } from '../../policy/attempt/attempt.ts'
import type { ChildEquipment, Entrance, ProgramStart } from '../capabilities/children.ts'
import type { Engine } from '../engine/engine.ts'
import type { Gateway } from '../engine/gateway.ts'
import { joinCommand } from '../gateway/join-command.ts'
import { awaitRead } from '../gateway/start-gateway.ts'
import { inheritedSockets, isOutsideSocket } from '../gateway/outside-socket.ts'
import { writeStart } from '../gateway/start-line.ts'
import { type GatewayState, startsPath } from '../gateway/state-file.ts'
import { statSync } from '../node/original-fs.ts'
import { appendLine } from '../spool/append-line.ts'
import { directoryOfTicket, listenersPath } from '../spool/spool-paths.ts'
import { findGateway, isInGateway } from './find-gateway.ts'

interface IsolatedStart {
  readonly program: AttemptedProgram
  readonly equipment: ChildEquipment
  readonly start: ProgramStart
}

type Words = readonly string[] | { readonly problem: string }

/** The words to put before a program so that it runs in the gateway's namespace, or why it cannot. Undefined where it need not. */
export function isolateProgram(
  engine: Engine,
  given: Omit<IsolatedStart, 'program'> & { readonly attempt: Attempt },
): Entrance | { readonly problem: string } | undefined {
  const { attempt, equipment, start } = given
  const { program } = attempt
  if (!program?.foreign?.length) return undefined
  const socket = start.descriptors.findIndex((one) => one !== undefined && isOutsideSocket(one))
  if (socket !== -1) return { problem: `its descriptor ${socket} would be a socket from outside the namespace` }
  // A process that has a gateway for its programs is not in the namespace itself.
  if (!engine.gateway && isInGateway(directoryOfTicket(equipment.ticket))) return undefined
  const words = enterGateway(engine, { ...given, program })
  return 'problem' in words ? words : { words, outside: inheritedSockets() }
}

/** The words to put before any program so that it runs in the namespace. `isWhole` where the whole run is inside. */
export function enterGateway(
  engine: Engine,
  { program, equipment, start: { cwd, uid, gid } }: IsolatedStart,
  isWhole = false,
): Words {
  const { ticket } = equipment
  const directory = directoryOfTicket(ticket)
  try {
    const start = writeStart({ invitation: equipment, program })
    if (engine.gateway) appendLine(startsPath(engine.gateway.path), start)
    engine.gateway ??= findGateway(engine, { directory, first: start, bound: isWhole ? ticket : undefined })
    const state = awaitJudge(engine.gateway, ticket, directory)
    if ('problem' in state) return state
    engine.gateway.tickets.add(ticket)
    engine.gateway.hasStarted = true
    return joinCommand(state, { cwd: resolve(cwd), uid, gid, view: state.views[ticket] })
  } catch (error) {
    return { problem: `its gateway cannot be started (${String(error)})` }
  }
}

/** The judge has to know the scope and the servers of the run before the program runs. */
function awaitJudge({ path, tickets }: Gateway, ticket: string, directory: string): GatewayState {
  const listeners = statSync(listenersPath(directory)).size
  const starts = statSync(startsPath(path)).size
  const isKnown = tickets.has(ticket)
  return awaitRead(path, ({ read }) => read.listeners >= listeners && (isKnown || read.starts >= starts))
}

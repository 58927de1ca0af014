import { once } from 'node:events'
import type { Socket } from 'node:net'
import { argv, exit, stdin } from 'node:process'
import { setImmediate } from 'node:timers'
import type { Asker, FromJudge, Place, Target } from '../gateway/messages.ts'
import { readTable, type Row } from '../gateway/kernel-rows.ts'
import { networkOf } from '../gateway/network-of.ts'
import { createAdmission } from './admit.ts'
import { createCounters } from './counters.ts'
import { dial } from './dial.ts'
import { codes } from './dns-message.ts'
import { createDoors, type Doors, plain } from './doors.ts'
import { describeAsker, findAsker, programsHere } from './find-asker.ts'
import { createQuestions, type Questions, send } from './judge-link.ts'
import { createMadeUpAddresses, type MadeUpAddresses } from './made-up-addresses.ts'
import { type Resolve, serveNames } from './name-server.ts'
import { createRefusals, refuseByRoute } from './refuse.ts'
import { show } from './show.ts'
import { watchPorts } from './watch-ports.ts'
import { watchSockets } from './watch.ts'

/**
 * The agent in the namespace of programs. It answers their DNS lookups, sees their connections before they are made,
 * and asks the judge outside. It decides nothing itself, and ends with the process that started it.
 */
export async function runAgent(): Promise<void> {
  const [ip = '', ss = ''] = argv.slice(2)
  endWithStarter()
  // The judge sends nothing else first.
  const [{ watched }] = (await once(process, 'message')) as [Extract<FromJudge, { kind: 'begin' }>]
  const questions = createQuestions()
  const names = createMadeUpAddresses()
  const named = (place: Place): Target => ({ ...place, name: names.nameOf(place.address) })
  // Connections that the judge was asked about, until they are made or refused. Some are given up before.
  const asked = new Set<string>()
  const doors = createDoors(ip, (socket, place) => {
    asked.delete(keyOf(socket.remotePort, place.port))
    send({ kind: 'arrived', target: named(place), ...whoIs(inodeOfClient(socket)) }, socket)
  })
  const refusals = createRefusals(ss, (local, remote) => void asked.delete(keyOf(local, remote)))
  const made = { count: 0 }
  const admit = createAdmission({
    ip,
    questions,
    doors,
    refusals,
    named,
    whoIs,
    look: () => watch.look(),
    asked: ({ local, remote }) => void asked.add(keyOf(local.port, remote.port)),
    made: ({ local, remote }) => {
      asked.delete(keyOf(local.port, remote.port))
      made.count += 1
    },
  })
  const watch = watchSockets({
    opening: (row) => void admit(row),
    stuck: ({ remote }) => refuseByRoute(ip, remote),
    listening: (places) =>
      send({ kind: 'listening', places: places.filter((place) => place.port !== 53 && !doors.isOpen(place)) }),
  })
  await serveNames(ip, createResolve(questions, names, doors))
  process.on('message', createHandler({ ip, questions, doors, watched, count: createCount(watch.look, asked, made) }))
  send({ kind: 'ready', net: networkOf('self') ?? '' })
}

/** Watches for two signs, since either can be missing when the starter is killed. */
function endWithStarter(): void {
  process.on('disconnect', () => exit())
  stdin.on('end', () => exit()).on('error', () => exit())
  stdin.resume()
}

interface Handling {
  readonly ip: string
  readonly questions: Questions
  readonly doors: Doors
  /** The ports that are watched from the beginning. */
  readonly watched: readonly number[]
  readonly count: () => number
}

/** Carries out each message of the judge at once. */
function createHandler({ ip, questions, doors, watched, count }: Handling): (message: FromJudge) => void {
  const known = new Set(watched)
  return (message) => {
    if (message.kind === 'named' || message.kind === 'verdict') questions.answer(message)
    else if (message.kind === 'dial') dial(message)
    else if (message.kind === 'show') show(message)
    else if (message.kind === 'count') {
      // The kernel may have made a connection whose event follows in this turn, and which counts as known only then.
      setImmediate(() => {
        send({ kind: 'counted', id: message.id, packets: count(), running: programsHere().map(describeAsker) })
      })
    } else if (message.kind === 'open') {
      const { id, doors: places, watched: ports } = message
      void Promise.all([doors.set(places), watchPorts(ip, ports, known)]).then(() => send({ kind: 'opened', id }))
    }
  }
}

/** Counts the attempts since the last time that the judge was not asked about. */
function createCount(
  look: () => readonly Row[],
  asked: ReadonlySet<string>,
  made: { readonly count: number },
): () => number {
  const counters = createCounters()
  return () => {
    const opening = new Set(look().map(({ local, remote }) => keyOf(local.port, remote.port)))
    const givenUp = [...asked].filter((key) => !opening.has(key))
    // Both ends of these began to connect, and the kernel counts neither as accepted.
    return counters.take(opening.size + givenUp.length + 2 * made.count)
  }
}

/** Gives a name that the judge allows its own address, and opens the doors that its rules foresee. */
function createResolve(questions: Questions, names: MadeUpAddresses, doors: Doors): Resolve {
  return async ({ name, bare, inode }) => {
    const reply = await questions.ask((id) => send({ kind: 'name', id, name, bare, ...whoIs(inode) }))
    if (reply.kind !== 'named') return { code: codes.failed }
    if (reply.answer !== 'found') return { code: codes[reply.answer] }
    const address = names.addressOf(name)
    await Promise.all(reply.ports.map(async (port) => doors.open({ address, port })))
    return { code: codes.found, address }
  }
}

function keyOf(local: number | undefined, remote: number): string {
  return `${local} ${remote}`
}

function whoIs(inode: number): { readonly who?: Asker } {
  const who = findAsker(inode)
  return who ? { who } : {}
}

/** The other end of a connection within this namespace. */
function inodeOfClient({ remoteAddress = '', remotePort }: Socket): number {
  const rows = [...readTable('tcp'), ...readTable('tcp6')]
  return rows.find(({ local }) => local.port === remotePort && local.address === plain(remoteAddress))?.inode ?? 0
}

import { builtins } from '../node/builtins.ts'
import { createKernelTables, type KernelSocket, type KernelTables } from './kernel-tables.ts'
import { createKnownHandles } from './known-handles.ts'
import { readSockets, type Sockets } from './read-sockets.ts'

/**
 * Compares the sockets that the kernel lists with those that JavaScript opened. Native code opened the rest.
 *
 * It starts when native code is loaded, and reads the kernel's tables only for a socket that nothing explains. A look
 * is a snapshot: it misses what opens and closes between two looks, and where a unix socket leads. All threads of a
 * process share their descriptors, so it looks only while this is the only thread that runs JavaScript.
 */
export interface Witness {
  /** From here on native code may open sockets. Those open now are not attributed to it. */
  arm(): void
  /** Remembers a native handle whose socket JavaScript opened. */
  know(handle: object): void
  /** Remembers another thread of JavaScript in this process. */
  share(thread: { readonly threadId: number }): void
  /** The threads that still run. */
  threads(): readonly object[]
  /** Unexplained sockets that are open now belong to a stretch around `stretch`. */
  begin(stretch: object): void
  /** Unexplained connections that were opened since `stretch` began. Each is returned once. */
  look(stretch: object): readonly SeenConnection[]
}

/** A connection that native code opened. */
export interface SeenConnection extends Pick<KernelSocket, 'protocol' | 'remote'> {
  /** Its other end is a listener of this process. */
  readonly own: boolean
}

/** Creates a witness that is not armed yet. */
export function createWitness(): Witness {
  const tables = createKernelTables()
  const known = createKnownHandles()
  const threads = new Set<WeakRef<{ readonly threadId: number }>>()
  const before = new WeakMap<object, ReadonlySet<number>>()
  const explained = new Set<number>()
  let armed = false

  /** Sockets that neither JavaScript nor an earlier look explains. `undefined` where a look would show nothing reliable. */
  const unexplained = (): Sockets | undefined => {
    if (!armed || !builtins.workerThreads.isMainThread || liveOf(threads).length > 0) return undefined
    const sockets = readSockets()
    if (sockets) explain(explained, sockets, known.descriptors())
    return sockets
  }

  return {
    arm: () => {
      if (armed || process.platform !== 'linux') return
      for (const inode of readSockets()?.keys() ?? []) explained.add(inode)
      armed = true
    },
    know: (handle) => {
      if (armed) known.add(handle)
    },
    share: (thread) => threads.add(new WeakRef(thread)),
    threads: () => liveOf(threads),
    begin: (stretch) => {
      const sockets = unexplained()
      if (sockets) before.set(stretch, new Set([...sockets.keys()].filter((inode) => !explained.has(inode))))
    },
    look: (stretch) => {
      const sockets = unexplained()
      const earlier = before.get(stretch)
      const inodes = sockets && [...sockets.keys()].filter((inode) => !explained.has(inode) && !earlier?.has(inode))
      return sockets && inodes && inodes.length > 0 ? connectionsIn(tables, sockets, new Set(inodes), explained) : none
    },
  }
}

const none: readonly SeenConnection[] = []

/** Marks what JavaScript has open as explained, and forgets what is closed. */
function explain(explained: Set<number>, sockets: Sockets, descriptors: ReadonlySet<number>): void {
  for (const inode of explained) if (!sockets.has(inode)) explained.delete(inode)
  for (const [inode, descriptor] of sockets) if (descriptors.has(descriptor)) explained.add(inode)
}

/** What is explained or returned here stays explained. A socket without a remote end is checked again at the next look. */
function connectionsIn(
  tables: KernelTables,
  held: Sockets,
  wanted: Set<number>,
  explained: Set<number>,
): SeenConnection[] {
  for (const inode of tables.unix(wanted)) {
    explained.add(inode)
    wanted.delete(inode)
  }
  const sockets = tables.find(wanted, held)
  const listening = new Set(sockets.filter(({ listens }) => listens).map(({ local }) => local.port))
  return sockets.flatMap((socket) => {
    const { inode, protocol, listens, local, remote } = socket
    // The inspector's listener and its accepted connections have no JavaScript handle. The same holds for those of an addon.
    const isServer = listens || (protocol === 'tcp' && listening.has(local.port))
    if (isServer) explained.add(inode)
    if (isServer || remote.port === 0 || !wanted.has(inode)) return []
    explained.add(inode)
    const own = protocol === 'tcp' && remote.address === local.address && listening.has(remote.port)
    return [{ protocol, remote, own }]
  })
}

type Thread = { readonly threadId: number }

/** A thread that has ended has the id -1. */
function liveOf(threads: Set<WeakRef<Thread>>): readonly Thread[] {
  return [...threads].flatMap((ref) => {
    const thread = ref.deref()
    if (thread && thread.threadId !== -1) return [thread]
    threads.delete(ref)
    return []
  })
}

import { statSync } from '../node/original-fs.ts'

/** A socket that programs cannot see unless a rule allows it. */
export interface HiddenSocket {
  readonly path: string
  /** All paths by which a rule may name it. */
  readonly names: readonly string[]
}

/** Sockets of daemons that use the network for their clients: containers, name services, and the buses that start programs. */
export function hiddenSockets(env: NodeJS.ProcessEnv, uid: number): readonly HiddenSocket[] {
  const runtime = env['XDG_RUNTIME_DIR'] ?? `/run/user/${uid}`
  const named = [env['DOCKER_HOST'], env['CONTAINER_HOST'], env['DBUS_SESSION_BUS_ADDRESS']].flatMap(pathIn)
  const all = [
    ...named,
    ...['docker.sock', 'podman/podman.sock', 'bus', 'systemd/private'].map((path) => `${runtime}/${path}`),
    // `/var/run` is a link to `/run` on most systems.
    ...ofSystem.flatMap((path) => [`/run/${path}`, `/var/run/${path}`]),
  ]
  const found = new Map<string, { path: string; names: string[] }>()
  for (const path of all) {
    const file = socketAt(path)
    if (file === undefined) continue
    const socket = found.get(file) ?? { path, names: [] }
    if (!socket.names.includes(path)) socket.names.push(path)
    found.set(file, socket)
  }
  return [...found.values()]
}

const ofSystem = [
  'docker.sock',
  'containerd/containerd.sock',
  'podman/podman.sock',
  'crio/crio.sock',
  'dbus/system_bus_socket',
  'systemd/private',
  'nscd/socket',
  'avahi-daemon/socket',
  'systemd/resolve/io.systemd.Resolve',
  'systemd/resolve/io.systemd.Resolve.Monitor',
]

/** Reads `unix:///run/docker.sock` and `unix:path=/run/user/1000/bus,guid=…`. */
function pathIn(address: string | undefined): string[] {
  const [, path] = /^unix:(?:\/\/|path=)(\/[^,;]+)/.exec(address ?? '') ?? []
  return path === undefined ? [] : [path]
}

function socketAt(path: string): string | undefined {
  try {
    const { dev, ino, mode } = statSync(path)
    return (mode & 0o170_000) === 0o140_000 ? `${dev}:${ino}` : undefined
  } catch {
    return undefined
  }
}

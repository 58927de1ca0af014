import { statSync } from '../node/original-fs.ts'

/** Sockets of daemons that reach out for their clients: containers, name services, and the buses that start programs. */
export function hiddenSockets(env: NodeJS.ProcessEnv, uid: number): readonly string[] {
  const runtime = env['XDG_RUNTIME_DIR'] ?? `/run/user/${uid}`
  const named = [env['DOCKER_HOST'], env['CONTAINER_HOST'], env['DBUS_SESSION_BUS_ADDRESS']].flatMap(pathIn)
  const all = [
    ...named,
    ...['docker.sock', 'containerd/containerd.sock', 'podman/podman.sock', 'crio/crio.sock'].map(
      (path) => `/run/${path}`,
    ),
    ...['docker.sock', 'podman/podman.sock', 'bus', 'systemd/private'].map((path) => `${runtime}/${path}`),
    ...['dbus/system_bus_socket', 'systemd/private', 'nscd/socket', 'avahi-daemon/socket'].map(
      (path) => `/run/${path}`,
    ),
    ...['io.systemd.Resolve', 'io.systemd.Resolve.Monitor'].map((name) => `/run/systemd/resolve/${name}`),
    '/var/run/docker.sock',
    '/var/run/nscd/socket',
  ]
  const seen = new Set<string>()
  return all.filter((path) => {
    const file = socketAt(path)
    // `/var/run` is `/run` on most systems.
    if (file === undefined || seen.has(file)) return false
    seen.add(file)
    return true
  })
}

/** `unix:///run/docker.sock`, `unix:path=/run/user/1000/bus,guid=…`. */
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

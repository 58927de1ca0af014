import { existsSync } from 'node:fs'

/** A program that the guard cannot inspect, and what it prints and returns. */
export interface ForeignProgram {
  readonly name: string
  readonly file: string
  /** The program that connects in the end, where it is another one. */
  readonly connects?: string
  /** All its arguments. */
  readonly needs: readonly string[]
  readonly to: (host: string, port: number) => readonly string[]
  /** Its exit code where it does not connect. */
  readonly refused: number
  /** Its exit code where it does not find the name, if that differs. */
  readonly unknown?: number
  /** What it prints of the server's answer. */
  readonly answered: { readonly status: number; readonly text: RegExp; readonly arrivals?: number }
}

const python = `
import sys, urllib.request
host, port = sys.argv[1:]
try:
  print(urllib.request.urlopen('http://' + (host if not ':' in host else '[' + host + ']') + ':' + port + '/', timeout=20).read().decode())
except OSError as error:
  print(error)
  sys.exit(3)`

const ssh = 'ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'

const node = `
require('http').get('http://' + process.argv[1] + '/', (answer) => answer.pipe(process.stdout)).on('error', ({ code }) => {
  console.log(code)
  process.exitCode = 3
})`

const place = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

export const programs: readonly ForeignProgram[] = [
  {
    name: 'curl',
    file: 'curl',
    needs: ['curl'],
    to: (host, port) => ['-s', '--max-time', '20', `http://${place(host, port)}/`],
    refused: 7,
    unknown: 6,
    answered: { status: 0, text: /reached/ },
  },
  {
    name: 'wget',
    file: 'wget',
    needs: ['wget'],
    to: (host, port) => ['-q', '-O-', '-t1', '-T20', `http://${place(host, port)}/`],
    refused: 4,
    answered: { status: 0, text: /reached/ },
  },
  {
    name: 'Node without the preload',
    file: 'env',
    connects: 'node',
    needs: ['env'],
    to: (host, port) => ['-u', 'NODE_OPTIONS', process.execPath, '-e', node, place(host, port)],
    refused: 3,
    answered: { status: 0, text: /reached/ },
  },
  {
    name: 'git over http',
    file: 'git',
    connects: 'git-remote-http',
    needs: ['git'],
    to: (host, port) => ['ls-remote', `http://${place(host, port)}/a.git`],
    refused: 128,
    // The answer has no references; by an old form of its protocol it asks for one more file.
    answered: { status: 0, text: /^/, arrivals: 2 },
  },
  {
    name: 'python',
    file: 'python3',
    needs: ['python3'],
    to: (host, port) => ['-c', python, host, String(port)],
    refused: 3,
    answered: { status: 0, text: /reached/ },
  },
  {
    name: 'psql',
    file: 'psql',
    needs: ['psql'],
    to: (host, port) => ['-w', '-h', host, '-p', String(port), '-U', 'someone', 'postgres'],
    refused: 2,
    answered: { status: 2, text: /reached/ },
  },
  {
    name: 'redis-cli',
    file: 'redis-cli',
    needs: ['redis-cli'],
    to: (host, port) => ['-e', '-h', host, '-p', String(port), 'PING'],
    refused: 1,
    answered: { status: 0, text: /reached/ },
  },
  {
    name: 'git over ssh',
    file: 'git',
    connects: 'ssh',
    needs: ['git', 'ssh'],
    to: (host, port) => ['-c', `core.sshCommand=${ssh}`, 'ls-remote', `ssh://git@${place(host, port)}/a.git`],
    refused: 128,
    answered: { status: 128, text: /Connection closed|reached|banner/i },
  },
  {
    // It asks for names itself, rather than by the C library, and ends with 0 whatever the outcome.
    name: 'a Go program',
    file: 'hey',
    needs: ['hey'],
    to: (host, port) => ['-n', '1', '-c', '1', `http://${place(host, port)}/`],
    refused: 0,
    answered: { status: 0, text: /\[200\]\s+1 responses/ },
  },
]

/** Whether a program is where systems have them: what a user has installed at home, another user cannot run. */
export function isInstalled(name: string): boolean {
  return ['/usr/local/bin', '/usr/bin', '/bin'].some((folder) => existsSync(`${folder}/${name}`))
}

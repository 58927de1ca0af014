import type { ReportingDescriptor } from 'sarif'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'

/** The id of the SARIF rule for this reason. */
export function ruleIdOf(reason: BlockReason = 'not-allowed'): string {
  return `egress/${reason}`
}

interface Kind {
  readonly title: string
  readonly help: string
}

const fixes =
  'Either keep the code from reaching out (switch the telemetry of the package off, mock the request, start a server in the ' +
  'test), or allow the destination where it is intended: at the head of the test file with `// @agentguard allow=<host>`, or ' +
  'with the option `allow` in the configuration.'

// A complete record, so that the compiler reports a missing reason.
const kinds: Readonly<Record<BlockReason, Kind>> = {
  'not-allowed': {
    title: 'Code reached out to a destination that no rule allows',
    help: fixes,
  },
  denied: {
    title: 'Code reached out to a destination that a rule denies',
    help: 'A `deny` rule wins over every `allow`, from any level. Keep the code from reaching out, or change that rule.',
  },
  locked: {
    title: 'Code reached out to a destination that a locked configuration does not allow',
    help: 'The configuration says `locked: true`: inner levels may only narrow. Only a change there can allow it.',
  },
  'loopback-not-own': {
    title: 'Code reached a server of this machine that the tests did not start',
    help: 'Start the server in the test, or allow it by name: `// @agentguard allow=localhost:<port>`.',
  },
  'loopback-none': {
    title: 'Code reached a server of this machine although loopback is closed',
    help: "The option `loopback` is 'none', so servers that the tests start count too. Allow this one by name, or change the option.",
  },
  'address-not-from-dns': {
    title: 'Code connected to an address that DNS did not give for its name',
    help: 'A rule for a name covers only the addresses that DNS gives for it. Allow the address itself where a custom lookup is intended.',
  },
  'request-not-allowed': {
    title: 'Code made a request whose method or path no rule covers',
    help: 'A rule allows this host for other requests only. Add a rule for this method and path.',
  },
  'rule-expired': {
    title: 'Code reached out to a destination whose rule has expired',
    help: 'The last day of the rule is over. Renew its `until` where it is still needed, or remove the rule.',
  },
  'program-not-allowed': {
    title: 'Code started a program that agentguard cannot inspect',
    help: "Allow the program by name with an `exec:` rule, or run it in a network namespace with `subprocess: 'isolate'`.",
  },
  'program-tried': {
    title: 'A program tried to leave its network namespace',
    help: 'The kernel stopped it. Keep the program from reaching out, or allow it by name with an `exec:` rule.',
  },
  'native-not-allowed': {
    title: 'Code loaded a native addon, whose connections agentguard cannot see',
    help: "The option `native` is 'block'. Leave the addon out of the tests, or change the option.",
  },
  'cannot-guard': {
    title: 'Code started something that cannot be guarded',
    help: 'The message says why.',
  },
}

/** One SARIF rule for each kind of violation. Always all of them, in the same order. */
export const sarifRules: readonly ReportingDescriptor[] = (Object.keys(kinds) as BlockReason[]).map((reason) => {
  const { title, help } = kinds[reason]
  return {
    id: ruleIdOf(reason),
    name: nameOf(reason),
    shortDescription: { text: title },
    fullDescription: { text: `${title}. Tests under agentguard reach only what is allowed.` },
    help: { text: help.replaceAll('`', ''), markdown: help },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['network', 'security', 'tests'], precision: 'very-high', 'problem.severity': 'error' },
  }
})

/** `NotAllowed`: a name in SARIF's form. */
function nameOf(reason: string): string {
  return reason.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

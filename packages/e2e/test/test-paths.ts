/** Tests outside of test/flows that have no source at their path, and what they show instead. */
export const besidesSources: Readonly<Record<string, string>> = {
  'core/test/cli/pages.test.ts': 'what pages say of the command line',
  'core/test/docs/dependencies.test.ts': 'the table of dependencies in ARCHITECTURE.md',
  'core/test/run/file/evidence-schema.test.ts': 'the schema of evidence files, which is JSON',
  'core/test/run/formats/hostile-texts.test.ts': 'one property of all formats',
  'core/test/testing/session/record-allowed.test.ts': 'one option of sessions, through all files of the room',
  'page/test/browser/accessibility.test.ts': 'the built page in a browser',
  'page/test/browser/page.test.ts': 'the built page in a browser',
  'page/test/browser/timeline.test.ts': 'the built page in a browser',
  'page/test/model/texts.test.ts': 'texts of the page against those of the core',
}

/** Channels without a test of their name in the core, and the test that shows each. */
export const channelsShownElsewhere: Readonly<Record<string, string>> = {
  // Node has it from 26 on. The other ways of loading native code are in the same file.
  ffi: 'core/test/flows/native-loading.test.ts',
  // It needs processes under Node's permission model, and the build.
  permission: 'e2e/test/permission.test.ts',
  // `dns.resolve*` and `Resolver`, beside `dns.lookup`.
  resolver: 'core/test/flows/dns.test.ts',
  // It blocks nothing itself. The matrix compares the callers and lines that it notes.
  socket: 'core/test/flows/tcp-matrix.test.ts',
  // It judges what is behind a proxy.
  tls: 'core/test/flows/proxies.test.ts',
}

const flow = 'its inputs are live handles, processes or scopes: the flow tests show it'
const bindings = 'names what Node has; prove-channels.test.ts and the doors fail where a name is wrong'

/** Files of the guard without a test at their path. The list may only shrink: an entry that is not needed fails the check. */
export const withoutOwnTest: Readonly<Record<string, string>> = {
  'guard/children/collect-attempts.ts': flow,
  'guard/children/collect-late.ts': flow,
  'guard/children/create-children.ts': flow,
  'guard/children/equip-child.ts': flow,
  'guard/children/isolate-program.ts': flow,
  'guard/children/leave-spool.ts': flow,
  'guard/children/starter-stack.ts': flow,
  'guard/children/note-activity.ts': flow,
  'guard/children/read-left.ts': flow,
  'guard/install/adopt-servers.ts': flow,
  'guard/install/create-capabilities.ts': flow,
  'guard/install/install-channels.ts': flow,
  'guard/install/install-guard.ts': flow,
  'guard/install/join-scope.ts': flow,
  'guard/install/probe-channels.ts': flow,
  'guard/judging/blocked-error.ts': flow,
  'guard/judging/create-notes.ts': flow,
  'guard/judging/create-ownership.ts': flow,
  'guard/judging/decide-attempt.ts': flow,
  'guard/judging/own-files.ts': flow,
  'guard/judging/owned-operation.ts': flow,
  'guard/judging/record-attempt.ts': flow,
  'guard/judging/runners-own.ts': flow,
  'guard/judging/violation-error.ts': flow,
  'guard/native/look-for-loaded.ts': flow,
  'guard/native/look-for-native.ts': flow,
  'guard/native/note-native-code.ts': flow,
  'guard/node/builtins.ts': bindings,
  'guard/node/working-folder.ts': flow,
  'guard/spool/read-spools-in.ts': flow,
  'guard/node/native-bindings.ts': bindings,
  'guard/node/native-handles.ts': bindings,
  'guard/node/first-value.ts': 'extensions.test.ts finds a native object with it',
  'guard/node/original-dns.ts': bindings,
  'guard/node/original-fs.ts': bindings,
  'guard/node/originals.ts': 'shared-objects.test.ts changes what it puts back',
  'guard/node/untouched.ts': 'shared-objects.test.ts changes what it compares',
  'guard/node/pool-work.ts': 'settle.test.ts follows each kind of work that it notes',
  'guard/node/real-time.ts': bindings,
  'guard/node/restore-all.ts': 'shown by replace-property.test.ts',
  'guard/node/socket-mock.ts': flow,
  'guard/node/timers-set.ts': 'settle.test.ts follows each kind of timer that it notes',
  'guard/programs/find-program.ts': 'classify-program.test.ts runs it with real files',
  'guard/programs/git-settings.ts': 'git-command.test.ts runs it with real repositories',
  'guard/programs/git-subcommands.ts': 'git-command.test.ts runs it with real repositories',
  'guard/programs/local-programs.ts': 'classify-program.test.ts runs it with real files',
  'guard/programs/node-script.ts': 'classify-program.test.ts runs it with real files',
  'guard/scope/bound-at.ts': 'ended-listeners.test.ts ends what it describes',
  'guard/scope/current-scope.ts': flow,
  'guard/scope/scope.ts': flow,
  'guard/spool/append-line.ts': 'spool.test.ts writes and reads with it',
  'guard/spool/spool-directory.ts': 'spool.test.ts writes and reads with it',
  'guard/spool/spool-line.ts': 'spool.test.ts writes and reads with it',
  'guard/spool/spool-paths.ts': 'spool.test.ts writes and reads with it',
  'guard/spool/ticket.ts': 'spool.test.ts writes and reads with it',
  'guard/witness/known-handles.ts': flow,
  'guard/witness/mapped-addons.ts': flow,
  'guard/witness/native-code.ts': flow,
  'guard/witness/read-sockets.ts': flow,
  'guard/witness/witness.ts': flow,
}

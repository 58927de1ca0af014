import type { AttemptRecord, EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { recordOf, runOf } from '../file/evidence-of-runs.ts'

/** Evidence of a suite in a package of a monorepo, run in two shards: the sample for all formats. */
export function evidenceOfASuite(): EvidenceFile {
  return {
    formatVersion: 1,
    runs: [
      runOf({ id: '0a', root: 'packages/tools', shard: '1/2', testFiles: testFiles(0) }),
      runOf({ id: '0b', root: 'packages/tools', shard: '2/2', testFiles: testFiles(20) }),
    ],
    attempts: [...telemetry(), metadata, agent, openApi, ...weather(), program, audited, native],
  }
}

function testFiles(first: number): EvidenceFile['runs'][number]['testFiles'] {
  return Array.from({ length: 20 }, (_, index) => ({ file: fileOf(first + index), tests: 10, whole: true }))
}

function fileOf(index: number): string {
  return `test/tool-${String(index).padStart(2, '0')}.test.ts`
}

/** One host, hit by 400 tests through one line. */
function telemetry(): AttemptRecord[] {
  return Array.from({ length: 400 }, (_, index) =>
    recordOf({
      run: index < 200 ? '0a' : '0b',
      file: fileOf(Math.floor(index / 10)),
      test: `tool ${Math.floor(index / 10)} > case ${index % 10}`,
      at: index,
    }),
  )
}

const metadata = recordOf({
  test: 'credentials > are found',
  channel: 'http',
  host: '169.254.169.254',
  address: '169.254.169.254',
  port: 80,
  method: 'PUT',
  url: 'http://169.254.169.254/latest/api/token',
  from: { file: 'src/aws/credentials.ts', line: 3, column: 20, function: 'load' },
  culprit: {
    name: '@smithy/credential-provider-imds',
    version: '4.2.5',
    frame: { file: 'node_modules/@smithy/credential-provider-imds/dist-cjs/index.js', line: 71, column: 11 },
  },
  phase: 'late',
  lateBy: 31,
  count: 3,
})

/** Attributed to a file, by code of unknown origin. */
const ofFile: AttemptRecord = {
  run: '0a',
  file: 'test/tracing.test.ts',
  outcome: 'blocked',
  reason: 'not-allowed',
  channel: 'tcp',
  phase: 'import',
  stack: [],
  count: 1,
}

const agent: AttemptRecord = {
  ...ofFile,
  host: 'localhost',
  address: '127.0.0.1',
  port: 8126,
  reason: 'loopback-not-own',
}

const openApi: AttemptRecord = {
  ...ofFile,
  test: 'forecast > is written back',
  phase: 'test',
  channel: 'undici',
  host: 'api.weather.com',
  port: 443,
  method: 'DELETE',
  url: 'https://api.weather.com/v1/forecasts',
  reason: 'request-not-allowed',
  rule: 'GET https://api.weather.com/v1/*',
  from: { file: 'src/http.ts', line: 40, column: 3 },
}

function weather(): AttemptRecord[] {
  return ['London', 'Oslo'].map((city) => ({
    ...openApi,
    run: '0b',
    test: `forecast > of ${city}`,
    outcome: 'allowed',
    port: 8443,
    method: 'GET',
    url: `https://api.weather.com:8443/v1/${city}`,
    rule: '*.weather.com',
  }))
}

const program: AttemptRecord = {
  ...ofFile,
  test: 'export > makes a film',
  phase: 'test',
  channel: 'child-process',
  reason: 'program-not-allowed',
  program: { file: 'ffmpeg', args: ['-i', 'in.mov', 'out.mp4'], foreign: ['ffmpeg'] },
  from: { file: 'src/film.ts', line: 8, column: 2 },
}

const audited = recordOf({
  test: 'models > load',
  outcome: 'audited',
  host: 'huggingface.co',
  url: 'https://huggingface.co/api',
})

const native: AttemptRecord = {
  ...ofFile,
  channel: 'native',
  host: '203.0.113.7',
  address: '203.0.113.7',
  addons: ['node_modules/impit/impit.linux-x64-gnu.node'],
}

/** Evidence whose every text tries to be something else, as code under test or a damaged file may have it. */
export function hostileEvidence(): EvidenceFile {
  const texts = [
    'a`b|c\\|d<script>alert(1)</script>',
    '[click](https://evil.example) ![x](https://evil.example/x.png) @octocat #1',
    '</details><h1>all is well</h1>\n\n::error::gone\r\n| x | y |',
    '::stop-commands::x%0A::add-mask::y',
    '\u{1b}[31mred\u{202e}desrever\u{2028}line',
    '`` {0} [1] $x^2$ ~~gone~~ **bold** _it_ www.evil.example a@evil.example',
  ]
  return {
    formatVersion: 1,
    runs: [runOf({ root: 'packages/we ird`|', runnerVersion: '1`|<b>' })],
    attempts: texts.map((text) => {
      const frame = { file: `src/${text}.ts`, line: 1, column: 1, function: text }
      return recordOf({
        file: `test/${text}.test.ts`,
        test: text,
        host: text,
        url: `https://${text}/`,
        rule: text,
        from: frame,
        culprit: { name: text, version: text, frame },
        stack: [frame],
      })
    }),
  }
}

import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: "React Native 0.87 with Jest 29: the preset's own environment becomes the `base`",
  steps: [
    // The preset names an environment, which only its user can decide about.
    { run: 'npx agentguard init --yes', code: 2, prints: ['jest.config.js', 'preset'] },
    {
      run: `node -e "fs.writeFileSync('jest.config.js', \\"module.exports = { testTimeout: 60_000, preset: '@react-native/jest-preset', testEnvironment: 'agentguard', testEnvironmentOptions: { base: '@react-native/jest-preset/jest/react-native-env.js' } }\\")"`,
    },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● renders with reports',
        'Egress blocked: GET http://usage.example/app',
        'from src/report.ts:4:6',
        'Tests: 1 failed, 2 passed, 3 total',
      ],
    },
  ],
}

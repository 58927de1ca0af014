export default {
  stories: ['../src/**/*.stories.jsx'],
  addons: ['@storybook/addon-vitest'],
  framework: '@storybook/react-vite',
  core: { disableTelemetry: true },
}

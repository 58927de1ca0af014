import { defineConfig, type UserConfig } from 'vite'
import { inlineIntoPage } from './inline-into-page.ts'

const config: UserConfig = defineConfig({
  base: './',
  plugins: [inlineIntoPage()],
  build: {
    rolldownOptions: { input: 'page.html' },
    target: ['chrome111', 'firefox113', 'safari16.4'],
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  logLevel: 'warn',
})

export default config

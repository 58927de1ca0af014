import { setupServer } from 'msw2/node'

setupServer().listen({ onUnhandledRequest: 'error' })

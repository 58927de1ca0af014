import 'jest-offline'

import { Injectable } from '@nestjs/common'

@Injectable()
export class AppService {
  getHello(): string {
    return 'Hello World!'
  }

  /** Sends usage in the background, and no one sees whether it arrives. */
  report(): string {
    fetch('http://usage.example/hello', { method: 'POST' }).catch(() => {})
    return 'reported'
  }
}

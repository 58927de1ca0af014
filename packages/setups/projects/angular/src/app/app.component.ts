import { Component, inject } from '@angular/core'
import { HttpClient } from '@angular/common/http'

@Component({ selector: 'app-root', template: '<h1>{{ title }}</h1><button (click)="report()">Report</button>' })
export class AppComponent {
  readonly title = 'Home'
  private readonly http = inject(HttpClient)

  report(): void {
    this.http.get('http://usage.example/clicks').subscribe({ error: () => {} })
  }
}

export function find(name: string, limit?: number): void {}
export class Reader {
  read(path: string, encoding: string): void {}
}

export function find(name: string): void {}
export class Reader {
  read(path: string): void {}
}

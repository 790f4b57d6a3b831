export class Box {
  async load(): number { return 1; }
  readonly size = 1;
}

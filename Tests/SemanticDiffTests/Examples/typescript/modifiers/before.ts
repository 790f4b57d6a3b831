export class Box {
  load(): number { return 1; }
  size = 1;
}

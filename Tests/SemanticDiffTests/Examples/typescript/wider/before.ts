export interface Options {
  size: number | string;
  name?: string;
}
export type Kind = "a" | "b";
export type Shape = { kind: Kind };
export type Narrowed = { kind: Kind, size: number };
export function draw(options: { size: number }, kind: Kind): string { return ""; }
export function more(size: number): void {}
export function fewer(size?: number): void {}
export class Chart<T extends string[]> {
  size: number = 1;
}

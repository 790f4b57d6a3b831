export interface Options {
  size: number | string | boolean;
  name?: string | null;
  title?: string;
}
export type Kind = "a" | "b" | "c";
export type Shape = { kind: Kind; size?: number };
export type Narrowed = { kind: Kind };
export function draw(options: { size: number; name?: string }, kind: Kind | undefined): string { return ""; }
export function more(size: number, name?: string): void {}
export function fewer(size: number | string): void {}
export class Chart<T extends readonly string[]> {
  size: number | string = 1;
}

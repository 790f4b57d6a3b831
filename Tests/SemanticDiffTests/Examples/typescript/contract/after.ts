export interface Options { size: number; mode: 'a' | 'b'; color?: string; shape: string; }
export class Model<T, U = T> { id: number = 1; protected hook(a: number): void {} }
export function optional(a?: number): void {}
export function union(a: string | number): void {}
export function narrowed(): string { return ''; }
export const limit: string = '1';
/** @internal */
export function inside(a: number, b: number): void {}

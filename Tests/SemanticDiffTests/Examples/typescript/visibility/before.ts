function up(a: number): number { return a; }
export function down(a: number): number { return a; }
export class Box {
  private size(): number { return 1; }
}

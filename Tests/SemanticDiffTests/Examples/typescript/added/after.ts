export function area(width: number, height: number): number {
  return width * height;
}

export class Box {
  volume(): number {
    return 1;
  }
}

function helper(): void {}

export function area(width, height) {
  return width * height;
}

export class Shape {
  area() {
    return 3.14;
  }
  name() {
    return "shape";
  }
}

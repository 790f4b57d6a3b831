export class Shape {
  area() {
    return 3.14;
  }
}

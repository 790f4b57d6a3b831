class Base {
  id = 1;
  title(): string { return `title of ${this.id}, in short`.toUpperCase(); }
}

class Left extends Base {
  left(): number { return 1; }
}

class Right extends Base {
  right(): number { return 2; }
}

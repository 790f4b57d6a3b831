class Shape {
 public:
  virtual double area() const;
  virtual double perimeter() const = 0;
  void plain(int a, int b = 0);
 private:
  int hidden;
};
template <class T, class U> T largest(T a, U b);

class Shape : public Base {
 public:
  virtual double area() const;
  void plain(int a);
 private:
  int hidden;
};
template <class T> T largest(T a, T b);

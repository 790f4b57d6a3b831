pub enum Exhaustive {
    A,
    B,
}
#[non_exhaustive]
pub enum Open {
    A,
    B,
}
pub struct Literal {
    pub a: i32,
    pub b: i32,
}
pub struct Closed {
    pub a: i32,
    b: i32,
    pub c: i32,
}
pub trait Required {
    fn a(&self);
    fn b(&self);
}
pub trait Provided {
    fn a(&self);
    fn b(&self) {}
}
#[derive(Clone)]
pub struct Derived {
    pub a: i32,
}
pub fn dangerous() {}
pub unsafe fn safe() {}
pub(crate) fn inside(a: i32, b: i32) {}
pub fn bound<T: Clone>(t: T) {}
pub fn constant() {}

pub enum Exhaustive {
    A,
}
#[non_exhaustive]
pub enum Open {
    A,
}
pub struct Literal {
    pub a: i32,
}
pub struct Closed {
    pub a: i32,
    b: i32,
}
pub trait Required {
    fn a(&self);
}
pub trait Provided {
    fn a(&self);
}
#[derive(Clone, Debug)]
pub struct Derived {
    pub a: i32,
}
pub unsafe fn dangerous() {}
pub fn safe() {}
pub(crate) fn inside(a: i32) {}
pub fn bound<T>(t: T) {}
pub const fn constant() {}

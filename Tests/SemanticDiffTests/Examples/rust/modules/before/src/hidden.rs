pub struct Named;
pub struct Unnamed;
impl Named {
    pub fn called(&self) {}
}
impl Unnamed {
    pub fn called(&self) {}
}

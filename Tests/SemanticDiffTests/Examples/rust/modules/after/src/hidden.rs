pub struct Named;
impl Named {
}

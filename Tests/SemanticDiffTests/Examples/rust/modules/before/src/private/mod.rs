pub fn gone() {}
pub fn stays() {}

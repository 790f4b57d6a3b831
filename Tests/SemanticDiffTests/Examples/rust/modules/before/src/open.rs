pub fn seen() {}
pub fn moved() -> u8 { 1 }

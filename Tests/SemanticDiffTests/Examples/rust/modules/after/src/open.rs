pub fn moved() -> u8 { 1 }

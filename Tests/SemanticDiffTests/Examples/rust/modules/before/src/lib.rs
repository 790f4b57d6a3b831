//! What callers see.

mod hidden;
#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod parts {
    pub struct Passed;
    pub struct Kept;
}
pub mod open;

pub use hidden::Named;
pub use parts::Passed;

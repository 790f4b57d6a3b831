//! What callers see.

mod hidden;
#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod parts {
}
pub mod open;

pub use hidden::Named;

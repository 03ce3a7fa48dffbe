#![feature(allocator)]
// Old words.
fn main() {}

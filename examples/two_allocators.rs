//@ build-fail: cannot define multiple global allocators

use std::alloc::System;

#[global_allocator]
static FIRST: System = System;

// Even the same allocator may not be named twice.
#[global_allocator]
static SECOND: System = System;

fn main() {
    println!("{}", Box::new(4));
}

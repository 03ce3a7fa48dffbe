//@ run-pass

use std::alloc::System;

// This attribute names the one allocator of the whole program.
#[global_allocator]
static ALLOCATOR: System = System;

fn main() {
    let number = Box::new(4);
    println!("{number}");
}

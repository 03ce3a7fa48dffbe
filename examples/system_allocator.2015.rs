#![feature(alloc_system)]

// Naming the crate was the whole request. Nothing of it is called here.
extern crate alloc_system;

fn main() {
    // The compiler saw an allocator in the crate graph and added no other.
    let number = Box::new(4);
    println!("{}", number);
}

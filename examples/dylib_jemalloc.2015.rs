#![feature(alloc_jemalloc)]
#![crate_type = "dylib"]

// Left alone, a dynamic library would have been given alloc_system.
extern crate alloc_jemalloc;

pub fn print_boxed() {
    let number = Box::new(4);
    println!("{}", number);
}

#![feature(alloc_jemalloc)]

// Both crates carry #![allocator]. The compiler refused to link them into
// one artifact.
extern crate alloc_jemalloc;
extern crate my_allocator;

fn main() {
    println!("{}", Box::new(4));
}
